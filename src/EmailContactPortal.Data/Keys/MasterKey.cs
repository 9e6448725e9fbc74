using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace EmailContactPortal.Data.Keys;

/// <summary>The key outside the database: 32 random bytes in a file that only its owner may read.</summary>
internal sealed class MasterKey(IOptions<KeyOptions> options)
{
    private const int Bytes = 32;

    private string File => options.Value.File;

    /// <summary>The key of the file; throws when there is none or when it is damaged.</summary>
    public byte[] Read()
    {
        var text = System.IO.File.ReadAllText(File).Trim();
        var key = new byte[Bytes];
        return Convert.TryFromBase64String(text, key, out var written) && written == Bytes
            ? key
            : throw new CryptographicException($"The key file {File} is damaged: it must hold {Bytes} bytes in base 64.");
    }

    /// <summary>The key of the file, which is made when it is missing. Whoever is first wins, also between processes.</summary>
    public byte[] ReadOrMake()
    {
        if (!System.IO.File.Exists(File)) Make();
        return Read();
    }

    // Written whole beside it and then moved: a full disk leaves no half a key behind.
    private void Make()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(File))!;
        OwnerOnly.MakeDirectory(folder);
        var draft = Path.Combine(folder, Path.GetRandomFileName());
        try
        {
            using (var stream = new FileStream(draft, OwnerOnly.NewFile()))
            using (var writer = new StreamWriter(stream))
            {
                writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            System.IO.File.Move(draft, File, overwrite: false);
        }
        catch (IOException) when (System.IO.File.Exists(File))
        {
            // Another process was first; its key counts.
        }
        finally
        {
            System.IO.File.Delete(draft);
        }
    }
}
