namespace EmailContactPortal.Domain.SendingDomains;

/// <summary>What a look at DNS found of a record.</summary>
public enum RecordState
{
    /// <summary>Nobody has looked yet.</summary>
    Unknown = 0,
    Found = 1,
    Missing = 2,

    /// <summary>There is one, and it says something else.</summary>
    Different = 3,

    /// <summary>DNS gave no answer.</summary>
    Unanswered = 4,
}

/// <summary>What DNS says, compared with what it should say.</summary>
/// <param name="State">In one word.</param>
/// <param name="Note">What it means and what to do; null when nothing is to be done.</param>
public sealed record RecordFinding(RecordState State, string? Note = null)
{
    private const int MaxQuote = 200;

    /// <summary>Compares the texts found at a key's name with its record (RFC 6376 3.6.1): same key type, same key.</summary>
    public static RecordFinding OfKey(string wanted, IReadOnlyList<string> found)
    {
        var records = found.Where(t => Tags(t).ContainsKey("p")).ToList();
        if (records.Count == 0)
            return new RecordFinding(
                RecordState.Missing, "There is no such record. New records may need some hours to be seen everywhere.");
        if (!records.Any(r => IsSameKey(wanted, r)))
        {
            var says = Tags(records[0])["p"].Length == 0
                ? "The record takes the key back (its p= is empty)."
                : $"The record holds another key: {Text.Bound(records[0], MaxQuote)}";
            return new RecordFinding(RecordState.Different, says);
        }

        return records.Count == 1
            ? new RecordFinding(RecordState.Found)
            : new RecordFinding(
                RecordState.Different, "There are several records of this name; receivers may take the wrong one. Leave only this key's.");
    }

    /// <summary>Looks for the one SPF record of a domain (RFC 7208 4.5).</summary>
    public static RecordFinding OfSpf(IReadOnlyList<string> found) => Single(
        found.Where(t => t.Equals("v=spf1", StringComparison.OrdinalIgnoreCase)
            || t.StartsWith("v=spf1 ", StringComparison.OrdinalIgnoreCase)), "SPF",
        "Without it receivers cannot tell who may send for this domain.");

    /// <summary>Looks for the one DMARC record (RFC 7489 6.6.3).</summary>
    public static RecordFinding OfDmarc(IReadOnlyList<string> found) => Single(
        found.Where(t => Tags(t).GetValueOrDefault("v") == "DMARC1"), "DMARC", "Large receivers want one from everybody who sends much.");

    /// <summary>DNS did not answer.</summary>
    public static RecordFinding Unanswered(string reason) => new(RecordState.Unanswered, Text.Bound(reason, 500));

    private static RecordFinding Single(IEnumerable<string> found, string kind, string ifMissing)
    {
        var records = found.ToList();
        return records.Count switch
        {
            0 => new RecordFinding(RecordState.Missing, $"There is no {kind} record. {ifMissing}"),
            1 => new RecordFinding(RecordState.Found, Text.Bound(records[0], MaxQuote)),
            _ =>
                new RecordFinding(
                    RecordState.Different, $"There are {records.Count} {kind} records; receivers ignore them all. Leave one."),
        };
    }

    private static bool IsSameKey(string wanted, string found)
    {
        var (a, b) = (Tags(wanted), Tags(found));
        return Squeeze(a["p"]) == Squeeze(b["p"]) && a.GetValueOrDefault("k", "rsa") == b.GetValueOrDefault("k", "rsa")
            && b.GetValueOrDefault("v", "DKIM1") == "DKIM1";
    }

    // Zone files and web forms break the base64 wherever they like.
    private static string Squeeze(string base64) => string.Concat(base64.Where(c => !char.IsWhiteSpace(c)));

    private static Dictionary<string, string> Tags(string record)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in record.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) tags.TryAdd(part[..equals].TrimEnd(), part[(equals + 1)..].TrimStart());
        }

        return tags;
    }
}
