using System.Runtime.CompilerServices;
using System.Text.Json;
using EmailContactPortal.Crm.Calling;
using EmailContactPortal.Crm.Rest.Describing;

namespace EmailContactPortal.Crm.Rest;

/// <summary>
/// Walks the pages of a described list, in whichever of the usual ways the API pages; a walk that goes in a circle is stopped.
/// </summary>
internal sealed class RestPages(RestClient client)
{
    private const int MostPages = 100_000;

    /// <summary>The records, page by page.</summary>
    /// <param name="place">Where the list stands in the description.</param>
    /// <param name="list">What to call.</param>
    /// <param name="values">What the placeholders mean, besides those of paging.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    public async IAsyncEnumerable<IReadOnlyList<JsonElement>> WalkAsync(
        string place, RestList list, IReadOnlyDictionary<string, object?> values,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (paging, seen, offset, before, most) = (list.Paging, new HashSet<string>(), 0, "", 0);
        var (cursor, address) = ("", (Uri?)null);
        for (var number = 0; number < MostPages; number++)
        {
            var filled = new RestTemplate(new Dictionary<string, object?>(values)
            {
                ["limit"] = paging.Limit,
                ["page"] = paging.First + number,
                ["offset"] = offset,
                ["cursor"] = cursor.Length == 0 ? null : cursor,
            });
            var isFurther = number > 0 && paging.Kind is "page" or "offset";
            if ((isFurther
                ? await client.ReadFurtherAsync(place, list, filled, address, cancellationToken)
                : await client.ReadAsync(place, list, filled, address, cancellationToken)) is not var (json, answer)) yield break;
            var page = Items(json, list.Items, place, answer);
            if (page.Count == 0 && paging.Kind is "page" or "offset") yield break;
            var first = page.Count == 0 ? "" : page[0].GetRawText();
            if (page.Count > 0 && first == before)
            {
                // An API without pages answers everything each time; then the first answer was all, unless it was full.
                if (number == 1 && page.Count < paging.Limit) yield break;
                throw Circle(place);
            }

            if (page.Count > 0) yield return page;
            (before, offset, most) = (first, offset + page.Count, Math.Max(most, page.Count));

            switch (paging.Kind)
            {
                // Compared with the fullest page, not with what was asked for: many APIs give fewer than that without saying so.
                case "page" or "offset" when number == 0 || page.Count >= most:
                    break;
                case "cursor" when JsonPointer.Text(json, paging.Path) is { Length: > 0 } next:
                    if (!seen.Add(next)) throw Circle(place);
                    cursor = next;
                    break;
                case "next" or "link" when Next(paging, json, answer) is { Length: > 0 } link:
                    if (!seen.Add(link)) throw Circle(place);
                    address = client.Follow(answer.Address, link, place);
                    break;
                default:
                    yield break;
            }
        }
    }

    /// <summary>The list in an answer.</summary>
    public static IReadOnlyList<JsonElement> Items(JsonElement json, string path, string place, CrmAnswer answer)
    {
        if (JsonPointer.Find(json, path) is not { } found)
        {
            throw new CrmException(
                CrmFault.Settings,
                $"The answer to “{place}” has nothing at {path}. It begins: {answer.Excerpt} Correct {place}.items in the description.");
        }

        return found.ValueKind switch
        {
            JsonValueKind.Array => [.. found.EnumerateArray()],
            JsonValueKind.Null => [],
            _ =>
                throw new CrmException(
                    CrmFault.Settings,
                    $"{(path.Length == 0 ? "The answer" : path)} is not a list in the answer "
                        + $"to “{place}”. Correct {place}.items in the description."),
        };
    }

    private static string? Next(RestPaging paging, JsonElement json, CrmAnswer answer)
    {
        if (paging.Kind == "next") return JsonPointer.Text(json, paging.Path);
        if (!answer.Headers.TryGetValues("Link", out var values)) return null;
        foreach (var part in values.SelectMany(v => v.Split(",", StringSplitOptions.TrimEntries)))
        {
            var (open, close) = (part.IndexOf('<', StringComparison.Ordinal), part.IndexOf('>', StringComparison.Ordinal));
            if (open < 0 || close < open) continue;
            var parameters = part[close..].Split(';', StringSplitOptions.TrimEntries);
            if (parameters.Any(p => p.Replace("\"", "", StringComparison.Ordinal).Equals("rel=next", StringComparison.OrdinalIgnoreCase)))
                return part[(open + 1)..close];
        }

        return null;
    }

    private static CrmException Circle(string place) =>
        new(
            CrmFault.Nonsense,
            $"The CRM gave the same page of “{place}” again instead of the next one. Check {place}.paging in the description; nothing "
                + "was taken over.");
}
