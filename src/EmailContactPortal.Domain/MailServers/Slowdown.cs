namespace EmailContactPortal.Domain.MailServers;

/// <summary>A mail server, or all mail to one recipient domain, that asked for less: held to a rate until it recovers.</summary>
public sealed class Slowdown
{
    public const int MaxReason = 300;

    /// <summary>Steps from nothing to full speed.</summary>
    public const int Steps = 10;

    /// <summary>After so long without a change it goes one step up although nothing was sent.</summary>
    public static readonly TimeSpan RecoveryStep = TimeSpan.FromMinutes(10);

    public int Id { get; set; }

    /// <summary>The server; null for a recipient domain.</summary>
    public int? MailServerId { get; set; }

    /// <summary>The recipient domain, or the name of the limit it belongs to; empty for a server.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Messages per second allowed at <see cref="ChangedAt"/>.</summary>
    public double PerSecond { get; set; }

    /// <summary>Messages per second before; reached again, it is over.</summary>
    public double FullPerSecond { get; set; }

    /// <summary>UTC.</summary>
    public DateTime Since { get; set; }

    /// <summary>UTC of the last change.</summary>
    public DateTime ChangedAt { get; set; }

    /// <summary>The answer that asked for it, in the server's words.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Messages per second allowed now; null when it is over.</summary>
    public double? RateAt(DateTime now)
    {
        var steps = now <= ChangedAt ? 0 : Math.Floor((now - ChangedAt) / RecoveryStep);
        var rate = PerSecond + steps * FullPerSecond / Steps;
        return rate < FullPerSecond ? rate : null;
    }
}
