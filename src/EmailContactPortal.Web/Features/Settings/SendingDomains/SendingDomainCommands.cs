using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Sending.Signing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.SendingDomains;

/// <summary>Changes sending domains and their signing keys.</summary>
public sealed class SendingDomainCommands(PortalContext db, SigningKeys keys, TimeProvider time)
{
    private static readonly Result Gone = Result.No("sending-domain.gone", "This domain or key is no longer there.");

    /// <summary>Adds a domain with a first key of each kind; none signs yet.</summary>
    public async Task<Result<int>> AddAsync(SendingDomainForm form, CancellationToken cancellationToken)
    {
        var written = form.Name.Trim().TrimEnd('.');
        if (!EmailAddress.TryNormalize("postmaster@" + written, out var address, out _))
            return Result<int>.No("sending-domain.name", "This is no domain. Write only what stands behind the @, for example example.com.", nameof(form.Name));
        var name = EmailAddress.Domain(EmailAddress.Key(address));
        var domain = new SendingDomain { Name = name, CreatedAt = Now };
        db.SendingDomains.Add(domain);
        var saved = await db.SaveOrRefuseAsync(new Problem("sending-domain.name-taken", $"{name} is in the list already.", nameof(form.Name)), cancellationToken);
        if (!saved.Succeeded) return Result<int>.No(saved.Problems);
        foreach (var algorithm in Enum.GetValues<SigningAlgorithm>())
            await AddKeyAsync(domain.Id, algorithm, cancellationToken);
        return domain.Id;
    }

    /// <summary>Makes a further key beside those that sign.</summary>
    public async Task<Result<string>> AddKeyAsync(int domainId, SigningAlgorithm algorithm, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(algorithm))
            return Result<string>.No("signing-key.algorithm", "There is no such kind of key; choose RSA or Ed25519.");
        if (!await db.SendingDomains.AnyAsync(d => d.Id == domainId, cancellationToken)) return Result<string>.No(Gone.Problems);
        var taken = await db.SigningKeys.Where(k => k.SendingDomainId == domainId).Select(k => k.Selector).ToListAsync(cancellationToken);
        var key = keys.Make(domainId, algorithm, SigningKey.NewSelector(algorithm, Now, taken), Now);
        db.SigningKeys.Add(key);
        var saved = await db.SaveOrRefuseAsync(new Problem("signing-key.taken", "Somebody else made a key in the same moment. Look at the list, and make another one if you need it."), cancellationToken);
        return saved.Succeeded ? key.Selector : Result<string>.No(saved.Problems);
    }

    /// <summary>Lets a key sign from the next message on; others of its kind stop.</summary>
    public async Task<Result<string>> SwitchToAsync(int domainId, int keyId, CancellationToken cancellationToken)
    {
        var stored = await db.SigningKeys.Where(k => k.SendingDomainId == domainId).ToListAsync(cancellationToken);
        if (stored.Find(k => k.Id == keyId) is not { } key) return Result<string>.No(Gone.Problems);
        if (!keys.CanRead(key)) return Result<string>.No("signing-key.unreadable", "This key cannot be read any more. Make a new one.");
        foreach (var other in stored.Where(k => k.IsActive && k.Algorithm == key.Algorithm && k.Id != keyId)) Retire(other);
        (key.IsActive, key.RetiredAt) = (true, null);
        await db.SaveChangesAsync(cancellationToken);
        return key.Selector;
    }

    /// <summary>Stops a key from signing.</summary>
    public async Task<Result<string>> DeactivateAsync(int domainId, int keyId, CancellationToken cancellationToken)
    {
        if (await FindKeyAsync(domainId, keyId, cancellationToken) is not { } key) return Result<string>.No(Gone.Problems);
        Retire(key);
        await db.SaveChangesAsync(cancellationToken);
        return key.Selector;
    }

    /// <summary>Deletes a key; one that signs has to be stopped first.</summary>
    public async Task<Result<string>> DeleteKeyAsync(int domainId, int keyId, CancellationToken cancellationToken)
    {
        if (await FindKeyAsync(domainId, keyId, cancellationToken) is not { } key) return Result<string>.No(Gone.Problems);
        if (key.IsActive) return Result<string>.No("signing-key.active", $"{key.Selector} signs mail now. Stop it first, or switch to another key.");
        db.SigningKeys.Remove(key);
        await db.SaveChangesAsync(cancellationToken);
        return key.Selector;
    }

    /// <summary>Deletes a domain with all its keys.</summary>
    public async Task<Result> DeleteAsync(int domainId, CancellationToken cancellationToken) =>
        await db.SendingDomains.Where(d => d.Id == domainId).ExecuteDeleteAsync(cancellationToken) == 1 ? Result.Ok : Gone;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private Task<SigningKey?> FindKeyAsync(int domainId, int keyId, CancellationToken cancellationToken) =>
        db.SigningKeys.SingleOrDefaultAsync(k => k.SendingDomainId == domainId && k.Id == keyId, cancellationToken);

    private void Retire(SigningKey key) => (key.IsActive, key.RetiredAt) = (false, Now);
}
