using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EmailContactPortal.Crm.Calling;

/// <summary>What a CRM answered, read to its end.</summary>
/// <param name="Address">Who was asked.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="MediaType">Without parameters; empty when it was not said.</param>
/// <param name="Body">As text.</param>
/// <param name="Headers">Beside the body.</param>
internal sealed partial record CrmAnswer(Uri Address, int Status, string MediaType, string Body, HttpResponseHeaders Headers)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether a page for people came instead of data.</summary>
    public bool IsPage =>
        Body.Length > 0
            && (MediaType.Contains("html", StringComparison.OrdinalIgnoreCase)
                || Body.AsSpan().TrimStart().StartsWith("<", StringComparison.Ordinal));

    /// <summary>The body as JSON, or null when it is something else.</summary>
    public JsonElement? Json
    {
        get
        {
            try
            {
                using var document = JsonDocument.Parse(Body);
                return document.RootElement.Clone();
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>The first words of the body, without tags.</summary>
    public string Excerpt
    {
        get
        {
            var text = Blanks().Replace(Tags().Replace(Body, " "), " ").Trim();
            return text.Length <= 200 ? text : text[..200] + "…";
        }
    }

    /// <summary>Where the CRM sends us instead, when it does.</summary>
    public string? Redirect => Status is >= 300 and < 400 ? Headers.Location?.ToString() : null;

    [GeneratedRegex("<(script|style)[^>]*>.*?</\\1>|<[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 500)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
