using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Hits;

namespace EmailContactPortal.Tracking.Storing;

/// <summary>What a run of hits adds to a counter row.</summary>
internal sealed class CounterChange
{
    public int Opens { get; set; }

    public int Openers { get; set; }

    public int Clicks { get; set; }

    public int Clickers { get; set; }

    public int MachineOpens { get; set; }

    public int MachineClicks { get; set; }

    public int Settled { get; set; }
}

/// <summary>The counters that a run of hits changes, gathered so that each row is written once.</summary>
internal sealed class CounterChanges
{
    public SortedDictionary<int, CounterChange> Campaigns { get; } = [];

    public SortedDictionary<int, CounterChange> Links { get; } = [];

    public SortedDictionary<(int Campaign, DateTime Hour), CounterChange> Hours { get; } = [];

    /// <summary>Counts one hit; <paramref name="first"/> says that it is this person's first of its kind in the campaign.</summary>
    public void Add(int campaign, in Hit hit, bool first, bool firstOfLink)
    {
        var total = Of(Campaigns, campaign);
        if (hit.Kind == TrackingKind.Open)
        {
            Open(total, hit.IsMachine, first);
            if (!hit.IsMachine) Open(Of(Hours, (campaign, HourOf(hit.At))), machine: false, first);
        }
        else if (hit.Kind == TrackingKind.Click)
        {
            Click(total, hit.IsMachine, first);
            Click(Of(Links, hit.LinkId), hit.IsMachine, firstOfLink);
            if (!hit.IsMachine) Click(Of(Hours, (campaign, HourOf(hit.At))), machine: false, first);
        }
    }

    /// <summary>Counts a delivery that was uncertain until somebody saw its message.</summary>
    public void Settle(int campaign) => Of(Campaigns, campaign).Settled++;

    private static DateTime HourOf(DateTime at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerHour), DateTimeKind.Utc);

    private static void Open(CounterChange delta, bool machine, bool first)
    {
        if (machine)
        {
            delta.MachineOpens++;
            return;
        }

        delta.Opens++;
        if (first) delta.Openers++;
    }

    private static void Click(CounterChange delta, bool machine, bool first)
    {
        if (machine)
        {
            delta.MachineClicks++;
            return;
        }

        delta.Clicks++;
        if (first) delta.Clickers++;
    }

    private static CounterChange Of<TKey>(SortedDictionary<TKey, CounterChange> changes, TKey key)
        where TKey : notnull
    {
        if (!changes.TryGetValue(key, out var delta)) changes[key] = delta = new CounterChange();
        return delta;
    }
}
