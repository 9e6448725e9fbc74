using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using EmailContactPortal.Data;
using EmailContactPortal.Data.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Account.SigningIn;

/// <summary>
/// Codes of an authenticator app (RFC 6238: SHA-1, 30 seconds, six digits), each taken once (5.2): the time step of the last one is kept,
/// and no earlier or equal one counts.
/// </summary>
internal sealed class OneTimeCodes(PortalContext db, TimeProvider time) : AuthenticatorTokenProvider<PortalUser>
{
    private const int StepSeconds = 30;

    /// <summary>Steps that a phone's clock may be off.</summary>
    private const int Tolerance = 1;

    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<PortalUser> manager, PortalUser user)
    {
        if (token.Length != 6 || !token.All(char.IsAsciiDigit) || await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key)
            return false;
        var secret = FromBase32(key);
        var now = time.GetUtcNow().ToUnixTimeSeconds() / StepSeconds;
        for (var step = now - Tolerance; step <= now + Tolerance; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(
                System.Text.Encoding.ASCII.GetBytes(CodeAt(secret, step)), System.Text.Encoding.ASCII.GetBytes(token)))
                return await TakeAsync(user, step);
        }

        return false;
    }

    /// <summary>The code of a moment.</summary>
    internal static string CodeAt(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // the algorithm is the standard's, and every app's
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    internal static byte[] FromBase32(string text)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var (bytes, bits, value) = (new List<byte>(), 0, 0);
        foreach (var c in text.TrimEnd('='))
        {
            value = ((value << 5) | (Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal) & 31)) & 0xFFFF;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)(value >> bits));
        }

        return [.. bytes];
    }

    // One conditional update: of twenty requests with the same code one gets it.
    private async Task<bool> TakeAsync(PortalUser user, long step)
    {
        var stamp = Guid.NewGuid().ToString();
        if (await db.Users.Where(u => u.Id == user.Id && u.LastCodeStep < step)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.LastCodeStep, step).SetProperty(u => u.ConcurrencyStamp, stamp)) == 0)
            return false;
        // What is written of this person later in the request must not undo it.
        (user.LastCodeStep, user.ConcurrencyStamp) = (step, stamp);
        var entry = db.Entry(user);
        entry.Property(u => u.LastCodeStep).OriginalValue = step;
        entry.Property(u => u.ConcurrencyStamp).OriginalValue = stamp;
        return true;
    }
}
