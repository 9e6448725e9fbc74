namespace EmailContactPortal.Domain.TargetGroups;

/// <summary>How far an import is.</summary>
public enum ImportStatus
{
    /// <summary>Uploaded, waiting for the marketer to confirm the columns.</summary>
    Draft = 0,
    Waiting = 1,
    Running = 2,
    Done = 3,
    Failed = 4,
}

/// <summary>One run that brings people into a target group: its settings, progress and result.</summary>
public sealed class Import
{
    public int Id { get; set; }

    /// <summary>Null while a CSV waits for confirmation.</summary>
    public int? TargetGroupId { get; set; }

    public TargetGroupSource Source { get; set; }

    public ImportStatus Status { get; set; }

    public int StartedById { get; set; }

    /// <summary>The name of the uploaded file as the browser gave it, bounded; for people only.</summary>
    public string? FileName { get; set; }

    /// <summary>The file's name under the uploads folder; removed when the import ended.</summary>
    public string? StoredFile { get; set; }

    /// <summary>How to read the file (encoding, delimiter, columns), as JSON owned by the importer.</summary>
    public string Settings { get; set; } = "{}";

    /// <summary>Size of the file in bytes, or the members the CRM announced; 0 when unknown.</summary>
    public long ProgressTotal { get; set; }

    /// <summary>Bytes or members handled so far.</summary>
    public long ProgressDone { get; set; }

    /// <summary>Data rows read.</summary>
    public int Rows { get; set; }

    /// <summary>People added who can be mailed.</summary>
    public int Imported { get; set; }

    /// <summary>People who were in the group and changed.</summary>
    public int Updated { get; set; }

    /// <summary>People taken out because the CRM campaign has them no more.</summary>
    public int Removed { get; set; }

    /// <summary>Rows whose address came again later in the same import; the last row won.</summary>
    public int Duplicates { get; set; }

    /// <summary>Rows left out as bad; each is an <see cref="ImportIssue"/> up to a bound.</summary>
    public int Rejected { get; set; }

    /// <summary>
    /// People for whom there was nothing to do: as before, or new but unsubscribed, so that they are kept and left out at send. With the
    /// other counts it adds up to the rows.
    /// </summary>
    public int Skipped { get; set; }

    /// <summary>Why it failed, in plain words.</summary>
    public string? Problem { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }
}

/// <summary>One row that could not be imported.</summary>
public sealed class ImportIssue
{
    /// <summary>Most issues kept per import; further ones are only counted.</summary>
    public const int MaxPerImport = 100_000;

    public long Id { get; set; }

    public int ImportId { get; set; }

    /// <summary>1-based line of the file where the row starts, or the member's number in the CRM's answer.</summary>
    public int Line { get; set; }

    public string Column { get; set; } = "";

    /// <summary>The bad value, at most 200 characters.</summary>
    public string Value { get; set; } = "";

    public required string Reason { get; set; }
}
