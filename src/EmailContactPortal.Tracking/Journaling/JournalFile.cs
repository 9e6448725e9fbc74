using EmailContactPortal.Tracking.Hits;
using Microsoft.Win32.SafeHandles;

namespace EmailContactPortal.Tracking.Journaling;

/// <summary>
/// One append-only file of hits, held by one process; written over zeros, because a sync that need not change the file's size costs a
/// fifth.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    public const string Extension = ".hits";

    private const int Size = 4 * 1024 * 1024;
    private readonly SafeFileHandle handle;
    private readonly string path;
    private byte[] buffer = new byte[64 * 1024];
    private long written;

    private JournalFile(string path, SafeFileHandle handle) => (this.path, this.handle) = (path, handle);

    /// <summary>Never used again by another file.</summary>
    public string Name => Path.GetFileNameWithoutExtension(path);

    /// <summary>Hits in it.</summary>
    public long Hits { get; private set; }

    /// <summary>Hits from its start that are in the tables.</summary>
    public long Folded { get; set; }

    /// <summary>Takes no more; it is removed when all its hits are folded.</summary>
    public bool IsFull => Volatile.Read(ref written) >= Size - (256 * 1024);

    public static JournalFile Create(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Guid.NewGuid().ToString("N") + Extension);
        var file = new JournalFile(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
        RandomAccess.Write(file.handle, new byte[Size], 0);
        RandomAccess.FlushToDisk(file.handle);
        return file;
    }

    /// <summary>Opens a file that an earlier process left; null while another process holds it.</summary>
    public static JournalFile? TryAdopt(string path)
    {
        try
        {
            return new JournalFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Returns when the hits are on disk.</summary>
    public void Append(List<Hit> hits)
    {
        var length = HitFrame.Write(hits, ref buffer);
        RandomAccess.Write(handle, buffer.AsSpan(0, length), written);
        RandomAccess.FlushToDisk(handle);
        // In this order: who sees that the file is full sees all its hits counted too.
        Hits += hits.Count;
        Volatile.Write(ref written, written + length);
    }

    /// <summary>Every hit that was answered, in order.</summary>
    public List<Hit> ReadAll()
    {
        var bytes = new byte[RandomAccess.GetLength(handle)];
        var read = RandomAccess.Read(handle, bytes, 0);
        var hits = new List<Hit>();
        for (var at = 0; HitFrame.Read(bytes.AsSpan(at, read - at), hits) is > 0 and var length;) at += length;
        Hits = hits.Count;
        return hits;
    }

    /// <summary>Closes and removes it; all its hits are in the tables.</summary>
    public void Remove()
    {
        Dispose();
        File.Delete(path);
    }

    public void Dispose() => handle.Dispose();
}
