namespace EmailContactPortal.Sending.Throttling;

/// <summary>What was reserved of a mail server's hour and day, or until when there is nothing.</summary>
/// <param name="Granted">Messages that may go.</param>
/// <param name="Until">UTC when the reservation ends, or when there is something again.</param>
/// <param name="Because">Which limit is used up; null while something is granted.</param>
internal readonly record struct Reservation(int Granted, DateTime Until, string? Because);

/// <summary>What is reserved of a mail server's hour and day for this instance; guarded by its throttle's lock.</summary>
internal sealed class Quota
{
    private int _left;
    private DateTime _until;

    /// <summary>Whether there is a limit at all.</summary>
    internal bool IsLimited { get; set; }

    /// <summary>Called when more should be reserved.</summary>
    internal Action? Wanted { get; set; }

    internal bool HasOne(DateTime now)
    {
        if (_left > 0 && now < _until)
            return true;
        _left = 0;
        Wanted?.Invoke();
        return false;
    }

    internal void Take()
    {
        if (IsLimited)
            _left--;
    }

    internal void PutBack()
    {
        if (IsLimited)
            _left++;
    }

    /// <summary>How many are left; after the hour's end none.</summary>
    internal int Left(DateTime now) => now < _until ? _left : 0;

    /// <summary>Adds what was reserved.</summary>
    internal void Add(Reservation reserved)
    {
        _left = reserved.Until == _until ? _left + reserved.Granted : reserved.Granted;
        _until = reserved.Until;
    }

    /// <summary>Takes out what is left, to give it back.</summary>
    internal (int Left, DateTime Until) Empty()
    {
        var left = (_left, _until);
        _left = 0;
        return left;
    }
}
