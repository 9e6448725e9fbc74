namespace EmailContactPortal.Mail.Resolving;

/// <summary>Reads TXT records: where the owners of domains say how their mail is to be judged.</summary>
public interface ITextRecords
{
    /// <summary>
    /// All texts at a name, the strings of each put together; none when the name or the record does not exist. Throws
    /// <see cref="IOException"/> when DNS gives no answer.
    /// </summary>
    Task<IReadOnlyList<string>> FindAsync(string name, CancellationToken cancellationToken);
}
