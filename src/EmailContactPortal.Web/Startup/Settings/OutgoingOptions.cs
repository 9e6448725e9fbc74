namespace EmailContactPortal.Web.Startup.Settings;

/// <summary>What outgoing HTTP may reach (configuration section <c>Outgoing</c>).</summary>
internal sealed class OutgoingOptions
{
    public const string Section = "Outgoing";

    /// <summary>Whether private and loopback addresses may be reached.</summary>
    public bool AllowPrivateNetworks { get; set; }
}
