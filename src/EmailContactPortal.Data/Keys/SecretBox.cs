using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace EmailContactPortal.Data.Keys;

/// <summary>Encrypts the passwords and keys that settings pages take; they are never shown again and never logged.</summary>
public sealed class SecretBox(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("EmailContactPortal.Secrets");

    /// <summary>What may be stored; null for an empty secret.</summary>
    public string? Protect(string? secret) => string.IsNullOrEmpty(secret) ? null : protector.Protect(secret);

    /// <summary>
    /// The secret; null when nothing is stored or when it was encrypted with keys that are lost, so that it must be entered again.
    /// </summary>
    public string? Unprotect(string? stored)
    {
        if (string.IsNullOrEmpty(stored)) return null;
        try
        {
            return protector.Unprotect(stored);
        }
        catch (CryptographicException e) when (e.GetBaseException() is CryptographicException or FormatException)
        {
            // A database that does not answer comes as the same exception, but does not mean that the secret is lost.
            return null;
        }
    }
}
