using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmailContactPortal.Crm;
using EmailContactPortal.Data.Keys;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.CrmConnections;

namespace EmailContactPortal.Audience.Connections;

/// <summary>
/// A connection's options between the form, the database and the adapter: checked by what the kind wants to know, secrets among them
/// encrypted (as <c>{"protected":"…"}</c>) and never given back.
/// </summary>
public sealed class ConnectionSettings(CrmAdapters adapters, SecretBox secrets)
{
    private const string Protected = "protected";
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>All kinds of CRM, as forms.</summary>
    public IReadOnlyList<CrmKind> Kinds => adapters.Kinds;

    /// <summary>One kind's form, or null.</summary>
    public CrmKind? Kind(string? name) => Kinds.FirstOrDefault(k => k.Name == name);

    /// <summary>
    /// What was typed, as the JSON that <see cref="Close"/> takes; empty controls are left out, so that the default acts.
    /// </summary>
    public string FromFields(string? kind, IReadOnlyDictionary<string, string?> typed)
    {
        var json = new JsonObject();
        foreach (var option in Kind(kind)?.Options ?? [])
        {
            var text = typed.GetValueOrDefault(option.Name)?.Trim() ?? "";
            if (text.Length > 0) json[option.Name] = Node(option, text);
        }

        return json.ToJsonString();
    }

    /// <summary>What a form shows: stored values, or defaults; secrets are empty.</summary>
    public IReadOnlyDictionary<string, string?> Fields(string? kind, string stored)
    {
        var json = Parse(stored) ?? [];
        return (Kind(kind)?.Options ?? []).ToDictionary(
            o => o.Name, string? (o) => o.Type == CrmOptionType.Secret ? "" : json[o.Name] is { } value ? Text(o, value) : o.Default);
    }

    /// <summary>Names of secret options that have a stored value.</summary>
    public static IReadOnlySet<string> StoredSecrets(string stored) =>
        (Parse(stored) ?? []).Where(p => p.Value is JsonObject { Count: 1 } o && o.ContainsKey(Protected)).Select(p => p.Key).ToHashSet();

    /// <summary>
    /// Checks what came in and makes what may be stored; secrets that were not given again are taken from <paramref name="stored"/>.
    /// </summary>
    /// <param name="kind">Of the connection.</param>
    /// <param name="options">As typed.</param>
    /// <param name="stored">As kept.</param>
    /// <param name="leaves">Why stored secrets must be given again (<see cref="SecretDestinations"/>); null when they may stay.</param>
    public (string Json, IReadOnlyList<Problem> Problems) Close(string? kind, string? options, string stored, string? leaves = null)
    {
        if (Kind(kind) is not { } known) return (stored, []);
        if (Parse(options) is not { } json) return (stored, [Problem.Invalid("crm.options").At("Options")]);
        var kept = StoredSecrets(stored);
        var problems = CrmOptionCheck.Problems(known, JsonSerializer.SerializeToElement(json), kept.Contains)
            .Select(p => Problem.Told("crm.options", p.Message).At($"Options.{p.Name}")).ToList();
        if (leaves is not null)
        {
            problems.AddRange(known.Options.Where(o => kept.Contains(o.Name) && json[o.Name] is not JsonValue)
                .Select(o => Problem.Invalid("crm.secret-again.option", leaves, o.Label).At($"Options.{o.Name}")));
        }

        if (problems.Count > 0) return (stored, problems);
        foreach (var option in known.Options.Where(o => o.Type == CrmOptionType.Secret))
        {
            if (json[option.Name] is JsonValue value && secrets.Protect(value.GetValue<string>()) is { } closed)
                json[option.Name] = new JsonObject { [Protected] = closed };
            else if (kept.Contains(option.Name)) json[option.Name] = Parse(stored)![option.Name]!.DeepClone();
        }

        return (json.ToJsonString(), []);
    }

    /// <summary>The options with their secrets in clear, for the adapter alone.</summary>
    internal string Open(string stored)
    {
        var names = StoredSecrets(stored);
        if (names.Count == 0) return stored;
        var json = Parse(stored)!;
        foreach (var name in names) json[name] = secrets.Unprotect(json[name]![Protected]?.GetValue<string>()) ?? "";
        return json.ToJsonString();
    }

    private static JsonObject? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What cannot be read as its type stays a text, so that the check names it.
    private static JsonNode? Node(CrmOption option, string text)
    {
        switch (option.Type)
        {
            case CrmOptionType.Number when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                return number;
            case CrmOptionType.Switch when bool.TryParse(text, out var flag): return flag;
            case CrmOptionType.Lines:
                return new JsonArray([.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(l => (JsonNode)l)]);
            case CrmOptionType.Json:
                try
                {
                    return JsonNode.Parse(text);
                }
                catch (JsonException)
                {
                    return text;
                }

            default: return text;
        }
    }

    private static string Text(CrmOption option, JsonNode value) => option.Type switch
    {
        CrmOptionType.Lines when value is JsonArray lines => string.Join('\n', lines.Select(l => l?.ToString())),
        CrmOptionType.Json when value is JsonObject json => json.ToJsonString(Readable),
        _ => value.ToString(),
    };
}
