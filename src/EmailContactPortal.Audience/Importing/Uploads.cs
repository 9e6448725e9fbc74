using EmailContactPortal.Audience.Csv;
using EmailContactPortal.Domain;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Audience.Importing;

/// <summary>Keeps uploaded files until their import ended; names are ours, never the browser's.</summary>
public sealed class Uploads(IOptions<AudienceOptions> options)
{
    /// <summary>Stores a file while it comes in, then looks whether it can be read.</summary>
    /// <returns>The stored name and how the file is read.</returns>
    public async Task<Result<(string StoredFile, CsvFormat Format, long Length)>> SaveAsync(
        Stream content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Value.UploadDirectory);
        var name = Guid.NewGuid().ToString("N") + ".csv";
        var kept = false;
        try
        {
            var format = await StoreAsync(name, content, cancellationToken);
            kept = format.Succeeded;
            return format;
        }
        finally
        {
            // Only now: an open file cannot be deleted everywhere.
            if (!kept) Delete(name);
        }
    }

    private async Task<Result<(string StoredFile, CsvFormat Format, long Length)>> StoreAsync(
        string name, Stream content, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            PathOf(name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 128 * 1024, FileOptions.Asynchronous);
        if (!await CopyAsync(content, file, cancellationToken))
        {
            return Problem.TooLarge("csv.too-large", options.Value.MaxUploadBytes / 1024 / 1024).At("file");
        }

        var format = await CsvInspector.InspectAsync(file, cancellationToken);
        return format.Succeeded ? (name, format.Value, file.Length) : Result<(string, CsvFormat, long)>.No(format.Problems);
    }

    /// <summary>Reads a stored file's format again with what a person chose.</summary>
    public async Task<Result<CsvFormat>> FormatAsync(
        string storedFile, string encoding, char? delimiter, CancellationToken cancellationToken)
    {
        await using var file = Open(storedFile);
        return await CsvInspector.InspectAsync(file, encoding, delimiter, cancellationToken);
    }

    /// <summary>Removes a stored file, if it is still there.</summary>
    public void Delete(string storedFile)
    {
        // Of a folder that is not there the system complains, of a file it does not.
        if (Exists(storedFile)) Remove(PathOf(storedFile));
    }

    /// <summary>How a file is removed.</summary>
    internal Action<string> Remove { get; set; } = File.Delete;

    /// <summary>Whether a stored file is still there; a restored backup has rows without their files.</summary>
    public bool Exists(string storedFile) => File.Exists(PathOf(storedFile));

    internal FileStream Open(string storedFile) =>
        new(PathOf(storedFile), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 128 * 1024, FileOptions.SequentialScan);

    private async Task<bool> CopyAsync(Stream content, FileStream file, CancellationToken cancellationToken)
    {
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (file.Length + read > options.Value.MaxUploadBytes) return false;
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        await file.FlushAsync(cancellationToken);
        return true;
    }

    private string PathOf(string storedFile) => Path.Combine(options.Value.UploadDirectory, Path.GetFileName(storedFile));
}
