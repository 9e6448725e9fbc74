namespace EmailContactPortal.Mail.Addresses;

/// <summary>An address with the name shown beside it, as headers carry it (RFC 5322 3.4).</summary>
public sealed record NamedMailbox(MailboxAddress Address, string? Name = null)
{
    /// <summary>Makes one from texts; throws <see cref="FormatException"/> when the address is none.</summary>
    public static NamedMailbox Of(string address, string? name = null) => new(MailboxAddress.Parse(address), name);
}
