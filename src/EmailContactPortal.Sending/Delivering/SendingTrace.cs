using System.Diagnostics;

namespace EmailContactPortal.Sending.Delivering;

/// <summary>
/// Spans of sending: one for a run over a campaign and one for each use of a connection, never for a message. Without a listener none is
/// made.
/// </summary>
internal static class SendingTrace
{
    private static readonly ActivitySource Source = new("EmailContactPortal.Sending");

    /// <summary>A run over what is due of a campaign.</summary>
    public static Activity? Run(int campaignId) => Source.StartActivity("send campaign")?.SetTag("portal.campaign", campaignId);

    /// <summary>One use of a connection to a mail server.</summary>
    public static Activity? Connection(int campaignId, int serverId) =>
        Source.StartActivity("smtp connection", ActivityKind.Client)?.SetTag("portal.campaign", campaignId)
            .SetTag("portal.mail_server", serverId);
}
