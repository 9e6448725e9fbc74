using EmailContactPortal.Domain.Jobs;

namespace EmailContactPortal.Data.Grouping;

/// <summary>Rows that were gathered to be written together. They are known by their index, from 0.</summary>
public interface IRowGroup
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>
    /// Writes some of the rows in one transaction. After trouble it is called again, for the same rows or for a part of them.
    /// </summary>
    /// <param name="connection">To write on.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    Task WriteAsync(PreparedConnection connection, int first, int count);

    /// <summary>Sets a row aside that the database refuses for reasons of its own; see <see cref="DeadLetter"/>.</summary>
    /// <param name="connection">To write on.</param>
    /// <param name="row">Which.</param>
    /// <param name="reason">What the database said.</param>
    Task SetAsideAsync(PreparedConnection connection, int row, Exception reason);
}
