namespace EmailContactPortal.Domain.MailServers;

/// <summary>
/// What one mail server was given on one day, counted before it goes out: instances reserve a few messages at a time, so that limits hold
/// over restarts and over several instances, and a crash wastes at most what was reserved.
/// </summary>
public sealed class MailServerDay
{
    public int MailServerId { get; set; }

    /// <summary>Midnight UTC.</summary>
    public DateTime Day { get; set; }

    public int Used { get; set; }

    /// <summary>The last hour of the day in which mail went out, 0 to 23.</summary>
    public int Hour { get; set; }

    /// <summary>Of <see cref="Used"/>, those of that hour.</summary>
    public int UsedInHour { get; set; }
}

/// <summary>How one instance uses one mail server right now; older than some seconds means that it does not.</summary>
public sealed class MailServerHeartbeat
{
    public int MailServerId { get; set; }

    public required string Instance { get; set; }

    /// <summary>UTC.</summary>
    public DateTime At { get; set; }

    /// <summary>Open connections.</summary>
    public int Connections { get; set; }

    public double PerSecond { get; set; }
}
