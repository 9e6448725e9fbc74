using EmailContactPortal.Data;
using EmailContactPortal.Data.Connecting;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.SendingDomains;
using EmailContactPortal.Sending.Signing;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.SendingDomains;

/// <summary>Changes sending domains and their signing keys.</summary>
internal sealed class SendingDomainCommands(PortalContext db, SigningKeys keys, TimeProvider time)
{
    private static readonly Problem Gone = Problem.Gone("sending-domain.gone");

    /// <summary>Adds a domain with a first key of each kind; none signs yet.</summary>
    public async Task<Result<int>> AddAsync(SendingDomainForm form, CancellationToken cancellationToken)
    {
        var written = form.Name.Trim().TrimEnd('.');
        if (!EmailAddress.TryNormalize("postmaster@" + written, out var address, out _))
            return Problem.Invalid("sending-domain.name").At(nameof(form.Name));
        var name = EmailAddress.Domain(EmailAddress.Key(address));
        var domain = new SendingDomain { Name = name, CreatedAt = Now };
        db.SendingDomains.Add(domain);
        var saved = await db.SaveOrRefuseAsync(
            Problem.Conflict("sending-domain.name-taken", name).At(nameof(form.Name)), cancellationToken);
        if (!saved.Succeeded) return Result<int>.No(saved.Problems);
        foreach (var algorithm in Enum.GetValues<SigningAlgorithm>())
            await AddKeyAsync(domain.Id, algorithm, cancellationToken);
        return domain.Id;
    }

    /// <summary>Makes a further key beside those that sign.</summary>
    public async Task<Result<string>> AddKeyAsync(int domainId, SigningAlgorithm algorithm, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(algorithm))
            return Problem.Invalid("signing-key.algorithm");
        if (!await db.SendingDomains.AnyAsync(d => d.Id == domainId, cancellationToken)) return Gone;
        var taken = await db.SigningKeys.Where(k => k.SendingDomainId == domainId).Select(k => k.Selector).ToListAsync(cancellationToken);
        var key = keys.Make(domainId, algorithm, SigningKey.NewSelector(algorithm, Now, taken), Now);
        db.SigningKeys.Add(key);
        var saved = await db.SaveOrRefuseAsync(Problem.Conflict("signing-key.taken"), cancellationToken);
        return saved.Succeeded ? key.Selector : Result<string>.No(saved.Problems);
    }

    /// <summary>Lets a key sign from the next message on; others of its kind stop.</summary>
    public async Task<Result<string>> SwitchToAsync(int domainId, int keyId, CancellationToken cancellationToken)
    {
        var stored = await db.SigningKeys.Where(k => k.SendingDomainId == domainId).ToListAsync(cancellationToken);
        if (stored.Find(k => k.Id == keyId) is not { } key) return Gone;
        if (!keys.CanRead(key)) return Problem.Conflict("signing-key.unreadable");
        foreach (var other in stored.Where(k => k.IsActive && k.Algorithm == key.Algorithm && k.Id != keyId)) Retire(other);
        (key.IsActive, key.RetiredAt) = (true, null);
        await db.SaveChangesAsync(cancellationToken);
        return key.Selector;
    }

    /// <summary>Stops a key from signing.</summary>
    public async Task<Result<string>> DeactivateAsync(int domainId, int keyId, CancellationToken cancellationToken)
    {
        if (await FindKeyAsync(domainId, keyId, cancellationToken) is not { } key) return Gone;
        Retire(key);
        await db.SaveChangesAsync(cancellationToken);
        return key.Selector;
    }

    /// <summary>Deletes a key; one that signs has to be stopped first.</summary>
    public async Task<Result<string>> DeleteKeyAsync(int domainId, int keyId, CancellationToken cancellationToken)
    {
        if (await FindKeyAsync(domainId, keyId, cancellationToken) is not { } key) return Gone;
        if (key.IsActive) return Problem.Conflict("signing-key.active", key.Selector);
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
