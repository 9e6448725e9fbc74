using EmailContactPortal.Data;
using EmailContactPortal.Data.Consent;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Consent;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Web.Features.Settings.ListTypes;

/// <summary>Changes who is unsubscribed on behalf of a person; used by the screens and by the API. Every change leaves evidence.</summary>
internal sealed class UnsubscribedCommands(PortalContext db, TimeProvider time)
{
    private const int MostTyped = 10_000;
    private const long MostBytes = 20 * 1024 * 1024;

    /// <summary>Takes typed addresses off the list; all are fine or none is taken.</summary>
    /// <returns>How many are newly unsubscribed.</returns>
    public async Task<Result<int>> AddAsync(
        int listTypeId, string? emails, string? reason, ConsentSource source, string actor, CancellationToken cancellationToken)
    {
        var words = (emails ?? "").Split(
            (char[])['\r', '\n', ',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length is 0 or > MostTyped)
            return Problem.Invalid(words.Length == 0 ? "consent.none" : "consent.none.too-many").At("Emails");
        var (good, problems) = (new List<string>(), new List<Problem>());
        foreach (var word in words)
        {
            if (EmailAddress.TryNormalize(word, out var address, out var why)) good.Add(address);
            else if (problems.Count < 5) problems.Add(Problem.Invalid("consent.address", Text.Bound(word, 100), why).At("Emails"));
        }

        if (problems.Count > 0) return Result<int>.No(problems);
        return await WriteAsync(listTypeId, good, reason, source, actor, cancellationToken);
    }

    /// <summary>
    /// Takes the addresses of a file off the list: the first thing that looks like an address on each line; lines without one are counted.
    /// </summary>
    public async Task<Result<(int Added, int Lines, int Skipped)>> ImportAsync(
        int listTypeId, Stream file, string? reason, string actor, CancellationToken cancellationToken)
    {
        if (file.Length > MostBytes) return Problem.TooLarge("consent.too-large").At("File");
        using var reader = new StreamReader(file);
        var (good, lines, skipped) = (new List<string>(), 0, 0);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            lines++;
            var cell = line.Split((char[])[',', ';', '\t', '|']).Select(c => c.Trim().Trim('"'))
                .FirstOrDefault(c => c.Contains('@', StringComparison.Ordinal));
            if (EmailAddress.TryNormalize(cell, out var address, out _)) good.Add(address);
            else skipped++;
        }

        if (good.Count == 0) return Problem.Invalid("consent.none.file").At("File");
        var added = await WriteAsync(listTypeId, good, reason, ConsentSource.Import, actor, cancellationToken);
        return added.Succeeded ? (added.Value, lines, skipped) : Result<(int, int, int)>.No(added.Problems);
    }

    /// <summary>
    /// Puts an address back on the list; the reason is part of the evidence, because the person had asked for the opposite.
    /// </summary>
    public async Task<Result> RemoveAsync(
        int listTypeId, long unsubscribeId, string? reason, string actor, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("consent.reason").At("Reason");
        var email = await db.Unsubscribes.Where(u => u.Id == unsubscribeId && u.ListTypeId == listTypeId).Select(u => u.Email)
            .FirstOrDefaultAsync(cancellationToken);
        if (email is null) return Problem.Gone("consent.gone");
        await db.ResubscribeAsync(Act(listTypeId, reason, ConsentSource.Person, actor) with { Email = email }, cancellationToken);
        return Result.Ok;
    }

    private async Task<Result<int>> WriteAsync(
        int listTypeId, List<string> emails, string? reason, ConsentSource source, string actor, CancellationToken cancellationToken)
    {
        if (!await db.ListTypes.AnyAsync(l => l.Id == listTypeId, cancellationToken)) return Problem.Gone("list-type.gone");
        return await db.UnsubscribeManyAsync(Act(listTypeId, reason, source, actor), emails, cancellationToken);
    }

    private ConsentAct Act(int listTypeId, string? reason, ConsentSource source, string actor) =>
        new(
            listTypeId, "", source,
            time.GetUtcNow().UtcDateTime)
        {
            Actor = actor,
            Reason = string.IsNullOrWhiteSpace(reason) ? null : Text.Bound(reason.Trim(), 500),
        };
}
