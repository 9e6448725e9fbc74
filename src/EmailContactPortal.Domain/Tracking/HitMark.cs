namespace EmailContactPortal.Domain.Tracking;

/// <summary>
/// How much of one journal file of hits is in the tables; written in the same transaction as what the hits say, so that none counts twice.
/// </summary>
public sealed class HitMark
{
    /// <summary>The file's name, which is never used again.</summary>
    public required string Journal { get; set; }

    /// <summary>Hits from the start of the file that are done.</summary>
    public long Folded { get; set; }
}
