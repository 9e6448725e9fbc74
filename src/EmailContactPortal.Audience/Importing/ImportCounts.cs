namespace EmailContactPortal.Audience.Importing;

/// <summary>What an import has counted so far.</summary>
internal sealed class ImportCounts
{
    /// <summary>Addresses the source itself marks as wanting no mail.</summary>
    public List<string> OptedOut { get; } = [];

    public int Rows { get; private set; }

    public int Good { get; private set; }

    public int Rejected { get; private set; }

    public long Progress { get; private set; }

    public void Add(ImportBatch batch)
    {
        Rows = batch.Read;
        Good += batch.Rows.Count;
        Rejected += batch.Issues.Count;
        Progress = batch.Progress;
        OptedOut.AddRange(batch.OptedOut);
    }
}
