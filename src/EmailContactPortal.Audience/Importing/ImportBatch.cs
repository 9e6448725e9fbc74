using EmailContactPortal.Data.TargetGroups;

namespace EmailContactPortal.Audience.Importing;

/// <summary>A stretch of an import on its way from the source to the tables.</summary>
/// <param name="Rows">People that are fine.</param>
/// <param name="Issues">Rows left out.</param>
/// <param name="Read">Rows read so far, from the beginning.</param>
/// <param name="Progress">Bytes or members handled so far, from the beginning.</param>
internal sealed record ImportBatch(IReadOnlyList<MemberRow> Rows, IReadOnlyList<IssueRow> Issues, int Read, long Progress)
{
    /// <summary>Addresses whose contact wants no mail, as the source says.</summary>
    public IReadOnlyList<string> OptedOut { get; init; } = [];
}

/// <summary>An import cannot go on, with the words for people; anything else that is thrown is a bug or a dead database.</summary>
internal sealed class ImportException(string message, Exception? inner = null) : Exception(message, inner);
