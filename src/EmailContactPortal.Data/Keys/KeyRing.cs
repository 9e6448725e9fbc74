using System.Security.Cryptography;
using EmailContactPortal.Domain;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Data.Keys;

/// <summary>
/// Looks at the start whether every key of the database can be used; a key that cannot must stop the portal before it makes another in its
/// place.
/// </summary>
public sealed class KeyRing(IServiceProvider services, IOptions<KeyOptions> options)
{
    /// <summary>Reads all keys, and makes the first ones in a new database; what is wrong is said in words.</summary>
    public Result Prepare()
    {
        var manager = services.GetRequiredService<IKeyManager>();
        var (unreadable, reason) = Unreadable(manager);
        if (unreadable > 0) return Unusable(unreadable, reason);
        try
        {
            ActivatorUtilities.CreateInstance<TokenKey>(services).Read().Dispose();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // Either nothing can be written, or another instance with another key was faster.
            (unreadable, reason) = Unreadable(manager);
            return unreadable > 0
                ? Unusable(unreadable, reason)
                : Problem.Invalid("keys.unusable", options.Value.Words, e.GetBaseException().Message);
        }

        return Result.Ok;
    }

    private Problem Unusable(int count, string reason) =>
        Problem.Invalid("keys.unreadable", count, options.Value.Words, reason.TrimEnd('.'));

    private static (int Count, string Reason) Unreadable(IKeyManager manager)
    {
        var faults = manager.GetAllKeys().Select(Fault).OfType<string>().ToList();
        return (faults.Count, faults.FirstOrDefault() ?? "");
    }

    private static string? Fault(IKey key)
    {
        try
        {
            _ = key.Descriptor;
            return null;
        }
        catch (AuthenticationTagMismatchException)
        {
            return "they were made with another one";
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return e.GetBaseException().Message;
        }
    }
}
