using System.Text.Json;
using EmailContactPortal.Data;
using EmailContactPortal.Domain.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace EmailContactPortal.Sending.Composing;

/// <summary>Which fields people really have: those of one target group, or of all.</summary>
public static class FieldNames
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The fields besides address and names, each key once, in the order of the groups.</summary>
    public static async Task<IReadOnlyList<MemberField>> ReadAsync(
        PortalContext db, int? targetGroupId, CancellationToken cancellationToken)
    {
        var lists = await db.TargetGroups.AsNoTracking()
            .Where(g => (targetGroupId == null || g.Id == targetGroupId) && g.Fields != "[]")
            .OrderBy(g => g.Id)
            .Select(g => g.Fields)
            .Distinct()
            .ToListAsync(cancellationToken);
        return [.. lists.SelectMany(Parse).DistinctBy(f => f.Key, StringComparer.Ordinal)];
    }

    /// <summary>The keys alone, for <see cref="TemplateChecker"/>.</summary>
    public static async Task<IReadOnlySet<string>> KeysAsync(PortalContext db, int? targetGroupId, CancellationToken cancellationToken) =>
        (await ReadAsync(db, targetGroupId, cancellationToken)).Select(f => f.Key).ToHashSet(StringComparer.Ordinal);

    private static List<MemberField> Parse(string json) => JsonSerializer.Deserialize<List<MemberField>>(json, Json) ?? [];
}
