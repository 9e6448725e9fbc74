using System.Diagnostics;
using EmailContactPortal.Web.Logs;
using OpenTelemetry;

namespace EmailContactPortal.Web.Watching;

/// <summary>Takes people and tokens out of traces before they are exported: paths and queries go, the pattern of the route stays.</summary>
internal sealed class RedactingProcessor : BaseProcessor<Activity>
{
    private static readonly string[] Dropped = ["url.path", "url.query", "url.full", "http.target", "http.url", "user_agent.original",
        "client.address"];

    public override void OnEnd(Activity data)
    {
        foreach (var name in Dropped) data.SetTag(name, null);
        foreach (var (name, value) in data.TagObjects.ToList())
        {
            if (value is string text && Redaction.Mask(text) is var masked && masked != text) data.SetTag(name, masked);
        }

        data.DisplayName = Redaction.Mask(data.DisplayName);
        if (data.StatusDescription is { } words) data.SetStatus(data.Status, Redaction.Mask(words));
    }
}
