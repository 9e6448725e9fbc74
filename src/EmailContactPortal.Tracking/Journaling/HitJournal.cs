using EmailContactPortal.Tracking.Hits;

namespace EmailContactPortal.Tracking.Journaling;

/// <summary>Hits of one file that wait to be folded.</summary>
internal sealed record Waiting(JournalFile File, List<Hit> Hits);

/// <summary>The files that this process writes, and what of them is not in the tables yet; one writes, another folds.</summary>
internal sealed class HitJournal(string directory) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Queue<Waiting> waiting = new();
    private JournalFile? current;
    private int count;

    /// <summary>Hits that wait to be folded, those just being folded too.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Makes hits durable. Only one caller at a time.</summary>
    public void Append(List<Hit> hits)
    {
        current ??= JournalFile.Create(directory);
        current.Append(hits);
        lock (gate) waiting.Enqueue(new Waiting(current, hits));
        Interlocked.Add(ref count, hits.Count);
        if (current.IsFull) current = null;
    }

    /// <summary>
    /// Gives the oldest waiting hits, at most about <paramref name="atMost"/>, all of one file; null when there are none.
    /// </summary>
    public Waiting? Take(int atMost)
    {
        lock (gate)
        {
            if (!waiting.TryDequeue(out var first)) return null;
            var hits = new List<Hit>(first.Hits);
            while (hits.Count < atMost && waiting.TryPeek(out var next) && next.File == first.File) hits.AddRange(waiting.Dequeue().Hits);
            return first with { Hits = hits };
        }
    }

    /// <summary>Puts back what could not be folded.</summary>
    public void Return(Waiting taken)
    {
        lock (gate)
        {
            var rest = waiting.ToArray();
            waiting.Clear();
            waiting.Enqueue(taken);
            foreach (var item in rest) waiting.Enqueue(item);
        }
    }

    /// <summary>Notes that the hits are in the tables.</summary>
    /// <returns>Whether the file is done for good and was removed.</returns>
    public bool Done(Waiting taken)
    {
        taken.File.Folded += taken.Hits.Count;
        Interlocked.Add(ref count, -taken.Hits.Count);
        if (!taken.File.IsFull || taken.File.Folded < taken.File.Hits) return false;
        taken.File.Remove();
        return true;
    }

    /// <summary>Files that processes which are gone left behind.</summary>
    public IEnumerable<JournalFile> Orphans()
    {
        if (!Directory.Exists(directory)) yield break;
        foreach (var path in Directory.EnumerateFiles(directory, "*" + JournalFile.Extension))
        {
            if (JournalFile.TryAdopt(path) is { } file) yield return file;
        }
    }

    /// <summary>Closes the files; one whose hits are all in the tables is removed.</summary>
    public void Dispose()
    {
        while (waiting.TryDequeue(out var left)) left.File.Dispose();
        if (current is null) return;
        if (current.Folded == current.Hits) current.Remove();
        else current.Dispose();
        current = null;
    }
}
