using EmailContactPortal.Audience.Csv;
using EmailContactPortal.Data.TargetGroups;
using EmailContactPortal.Domain;
using EmailContactPortal.Domain.Content;
using EmailContactPortal.Domain.TargetGroups;
using EmailContactPortal.Domain.Wording;

namespace EmailContactPortal.Audience.Importing;

/// <summary>What a CSV file holds, for the marketer to look at before anything is written.</summary>
/// <param name="Settings">How it is read, columns as recognised.</param>
/// <param name="Samples">First rows, cells in the order of the columns.</param>
/// <param name="Rows">Data rows.</param>
/// <param name="Good">People that can be imported, each address once.</param>
/// <param name="Duplicates">Rows whose address comes again later.</param>
/// <param name="Rejected">Rows that will be left out.</param>
/// <param name="FirstIssues">Some of them with reasons.</param>
public sealed record CsvPreview(
    CsvSettings Settings, IReadOnlyList<IReadOnlyList<string>> Samples, int Rows, int Good, int Duplicates, int Rejected,
    IReadOnlyList<IssueRow> FirstIssues);

/// <summary>Reads people from a stored CSV file.</summary>
public sealed class CsvImportSource(Uploads uploads)
{
    private const int BatchSize = 25_000;
    private const int SampleRows = 5;
    private const int ShownIssues = 10;

    /// <summary>The header row's columns as recognised, or why it cannot be a header.</summary>
    public Result<CsvSettings> Columns(string storedFile, CsvFormat format)
    {
        using var rows = new CsvRows(uploads.Open(storedFile), format);
        try
        {
            if (!rows.Read()) return Problem.Invalid("csv.empty.rows").At("file");
        }
        catch (CsvRefusedException e)
        {
            return Problem.Told("csv.unreadable", e.Message).At("file");
        }

        var headers = rows.Cells().Select(InvisibleText.Trim).ToArray();
        if (format.LooksThrough && headers.FirstOrDefault(h => h.Contains('\uFFFD', StringComparison.Ordinal)) is { } broken)
        {
            return Problem.Invalid("csv.encoding", Text.Bound(broken, 100), rows.Line).At("file", rows.Line);
        }

        return headers.Length > ColumnGuesser.MaxColumns
            ? Problem.Invalid("csv.columns", headers.Length, ColumnGuesser.MaxColumns).At("file", rows.Line)
            : new CsvSettings(format, ColumnGuesser.Guess(headers));
    }

    /// <summary>Refuses columns that give no address, or one field twice.</summary>
    public static Result CheckColumns(CsvSettings settings)
    {
        var seen = settings.Columns.Select(c => c.Header).ToList();
        if (settings.Columns.All(c => c.Target != MergeFields.Email))
        {
            return Problem.Invalid("csv.no-email", Text.Bound(string.Join(" | ", seen), 300)).At("columns", 1);
        }

        var twice = settings.Columns.Where(c => c.Target.Length > 0).GroupBy(c => c.Target, StringComparer.Ordinal)
            .FirstOrDefault(g => g.Count() > 1);
        return twice is null ? Result.Ok : Problem.Invalid("csv.column-twice", Listed(twice), twice.Key).At("columns");
    }

    private static string Listed(IEnumerable<CsvColumn> columns) => string.Join(Words.Of(" and "), columns.Select(c => $"'{c.Header}'"));

    /// <summary>Reads the whole file without writing anything.</summary>
    public Result<CsvPreview> Preview(string storedFile, CsvSettings settings, CancellationToken cancellationToken)
    {
        using var rows = new CsvRows(uploads.Open(storedFile), settings.Format);
        var hasAddress = settings.Columns.Any(c => c.Target == MergeFields.Email);
        using var checker = new RowChecker(settings);
        var (samples, issues, keys) = (new List<IReadOnlyList<string>>(), new List<IssueRow>(), new HashSet<ulong>());
        var (read, rejected, duplicates) = (0, 0, 0);
        try
        {
            rows.Read();
            while (rows.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!hasAddress)
                {
                    if (!rows.IsBlank && ++read <= SampleRows) samples.Add(rows.Cells());
                    continue;
                }

                var isGood = checker.Check(rows, out var member, out var issue);
                if (!isGood && rows.IsBlank) continue;
                if (++read <= SampleRows) samples.Add(rows.Cells());
                if (!isGood)
                {
                    if (++rejected <= ShownIssues) issues.Add(issue);
                }
                else if (!keys.Add(Hash(member.EmailKey)))
                {
                    duplicates++;
                }
            }
        }
        catch (CsvRefusedException e)
        {
            return Problem.Told("csv.unreadable", e.Message).At("file");
        }

        return new CsvPreview(settings, samples, read, keys.Count, duplicates, rejected, issues);
    }

    internal IEnumerable<ImportBatch> Read(Import import)
    {
        var stored = import.StoredFile;
        if (stored is null || !uploads.Exists(stored)) throw new ImportException("The uploaded file is no longer there. Upload it again.");
        var settings = CsvSettings.Parse(import.Settings);
        using var rows = new CsvRows(uploads.Open(stored), settings.Format);
        using var checker = new RowChecker(settings);
        var (good, bad, read) = (new List<MemberRow>(BatchSize), new List<IssueRow>(), 0);
        Next(rows);
        while (Next(rows))
        {
            if (checker.Check(rows, out var member, out var issue)) good.Add(member);
            else if (rows.IsBlank) continue;
            else bad.Add(issue);
            read++;
            if (good.Count + bad.Count < BatchSize) continue;
            yield return Sorted(good, bad, read, rows.Position);
            (good, bad) = (new List<MemberRow>(BatchSize), []);
        }

        yield return Sorted(good, bad, read, rows.Position);
    }

    // Neighbours in the index are written together, which costs the database a third less; of one address the later line stays the later
    // row.
    private static ImportBatch Sorted(List<MemberRow> good, List<IssueRow> bad, int read, long progress)
    {
        good.Sort((a, b) => string.CompareOrdinal(a.EmailKey, b.EmailKey) is var order and not 0 ? order : a.Line.CompareTo(b.Line));
        return new ImportBatch(good, bad, read, progress);
    }

    private static bool Next(CsvRows rows)
    {
        try
        {
            return rows.Read();
        }
        catch (CsvRefusedException e)
        {
            throw new ImportException(e.Message, e);
        }
    }

    // 64 bits for each address (FNV-1a) keep the preview's memory small; one wrong "duplicate" in a preview of a billion rows does not
    // matter.
    private static ulong Hash(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in key) hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
