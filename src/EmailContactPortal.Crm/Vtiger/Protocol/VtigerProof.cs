using System.Net;
using System.Text.Json;
using EmailContactPortal.Crm.Calling;

namespace EmailContactPortal.Crm.Vtiger.Protocol;

/// <summary>
/// Compares the record that an answer shows with what was sent: vtiger says success also when its database did not take the change (a lock
/// that was held for too long), and only the record in the answer tells.
/// </summary>
internal static class VtigerProof
{
    private const string Mark = "[ecp:";

    // Shown otherwise than written, or changed by the CRM's own rules; none of them decides whether the fact is there.
    private static readonly string[] Free = ["assigned_user_id", "saved_toid", "from_email", "subject", "parent_type", "description"];

    /// <summary>What the answer does not show at all, so that it must be looked for.</summary>
    public static IEnumerable<string> Silent(JsonElement answer, IReadOnlyDictionary<string, string> sent) =>
        sent.Where(s => s.Key != "id" && (!Free.Contains(s.Key) || s.Value.Contains(Mark, StringComparison.Ordinal))).Select(s => s.Key)
            .Where(n => !(answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(n, out _)));

    /// <exception cref="VtigerFault">The answer shows another value.</exception>
    public static void Demand(JsonElement answer, IReadOnlyDictionary<string, string> sent)
    {
        foreach (var (name, value) in sent)
        {
            var mark = value.LastIndexOf(Mark, StringComparison.Ordinal);
            if ((Free.Contains(name) && mark < 0) || answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(name, out _))
                continue;
            var shown = VtigerReply.Scalar(answer, name);
            var isThere = mark >= 0
                ? WebUtility.HtmlDecode(shown).Contains(value[mark..], StringComparison.Ordinal)
                : WrittenValue.IsSame(value, shown);
            if (!isThere) throw VtigerFault.NotKept(name, shown);
        }
    }
}
