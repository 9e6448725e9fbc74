namespace EmailContactPortal.Web.Public;

/// <summary>What a visitor reads when a link of a mail leads nowhere any more.</summary>
/// <param name="Title">What happened.</param>
/// <param name="Sentence">What it means and what to do.</param>
public sealed record GoneLink(string Title, string Sentence)
{
    public static GoneLink Click { get; } = new(
        "This link does not lead anywhere",
        "It may have been cut off or changed on its way, or the mail is so old that its links were removed. Open it from the mail itself, or copy the whole address; nothing was recorded.");

    public static GoneLink OnlineView { get; } = new(
        "This message is not here any more",
        "The address may have been cut off on its way, or the message is so old that it was removed. Open the link from the mail itself, or copy the whole address.");

    public static GoneLink Subscription { get; } = new(
        "This page is not known here",
        "The address may have been cut off on its way: nothing was changed. Open the link from the mail itself, or answer the mail and ask to be taken off the list.");
}
