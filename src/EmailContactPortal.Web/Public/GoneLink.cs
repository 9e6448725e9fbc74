using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Web.Public;

/// <summary>What a visitor reads when a link of a mail leads nowhere any more.</summary>
/// <param name="Title">What happened.</param>
/// <param name="Sentence">What it means and what to do.</param>
internal sealed record GoneLink(string Title, string Sentence)
{
    public static GoneLink Click => new(
        Words.Of("This link does not lead anywhere"),
        Words.Of(
            "It may have been cut off or changed on its way, or the mail is so old that its links were removed. Open it from the mail "
                + "itself, or copy the whole address; nothing was recorded."));

    public static GoneLink OnlineView => new(
        Words.Of("This message is not here any more"),
        Words.Of(
            "The address may have been cut off on its way, or the message is so old that it was removed. Open the link from the mail "
                + "itself, or copy the whole address."));

    public static GoneLink Subscription => new(
        Words.Of("This page is not known here"),
        Words.Of(
            "The address may have been cut off on its way: nothing was changed. Open the link from the mail itself, or answer the mail "
                + "and ask to be taken off the list."));
}
