using System.Globalization;
using System.Security.Cryptography;
using EmailContactPortal.Domain;

namespace EmailContactPortal.Web.Jobs.Scheduler;

/// <summary>What this process goes by among those that share the work.</summary>
/// <param name="isAlone">Whether no other process can use the same database.</param>
internal sealed class JobInstance(bool isAlone)
{
    // The scheduler keeps queue names of up to 50 characters, and machines of a cluster have longer ones.
    private const int MachinePart = 24;

    /// <summary>Whether every run that is open when this process starts was left by one that is dead.</summary>
    public bool IsAlone { get; } = isAlone;

    /// <summary>What people read.</summary>
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}");

    /// <summary>Differs at every start: a container that is started again has its old name and process number.</summary>
    public string Share { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{Text.Bound(Environment.MachineName, MachinePart)}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, true)}");

    /// <summary>The queue of a kind; where instances share a row's work, each has a queue that only it serves.</summary>
    public string QueueOf(string queue) => queue == JobQueues.Send && !IsAlone ? SendQueue() : queue;

    private string SendQueue() =>
        JobQueues.Send + "-" + string.Concat(Share.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}
