using System.Globalization;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.Deliveries;

namespace EmailContactPortal.Web.Features.Reports;

/// <summary>Recipients as lines of a CSV file; times in UTC, so that files of different people agree.</summary>
internal static class RecipientExport
{
    public static string[] Header { get; } =
        ["email", "firstname", "lastname", "outcome", "left out because", "sent (UTC)", "opens", "last open (UTC)", "clicks",
            "first click (UTC)", "unsubscribed (UTC)", "answer of the mail server"];

    /// <summary>A name that every system takes.</summary>
    public static string FileName(string campaign) =>
        $"recipients-{MergeFields.KeyOf(campaign).Replace('_', '-').Replace("\"", "", StringComparison.Ordinal)}.csv";

    public static async IAsyncEnumerable<string?[]> Lines(IAsyncEnumerable<RecipientRow> rows)
    {
        await foreach (var row in rows)
        {
            yield return
            [
                row.Email, row.FirstName, row.LastName, row.Status == DeliveryStatus.Sent ? "Delivered" : row.Status.ToString(),
                ReportWords.Of(row.Exclusion),
                Time(row.SentAt), Number(row.Opens), Time(row.LastOpenAt), Number(row.Clicks), Time(row.FirstClickAt),
                Time(row.UnsubscribedAt), row.SmtpReply,
            ];
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTime? at) => at?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
