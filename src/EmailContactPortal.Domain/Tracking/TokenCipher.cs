using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace EmailContactPortal.Domain.Tracking;

/// <summary>The cipher of one thread with its buffers: setting up a key costs more than using it.</summary>
internal sealed class TokenCipher
{
    internal const int BlockBytes = 16;
    private readonly ICryptoTransform _encryptor;
    private byte[] _blocks = new byte[BlockBytes * 16];
    private byte[] _codes = new byte[BlockBytes * 16];

    [SuppressMessage("Security", "CA5358:Do Not Use Unsafe Cipher Modes",
        Justification = "Each block is a message of its own, and no two are equal.")]
    internal TokenCipher(byte[] key)
    {
        using var aes = Aes.Create();
        (aes.Mode, aes.Padding, aes.Key) = (CipherMode.ECB, PaddingMode.None, key);
        _encryptor = aes.CreateEncryptor();
    }

    /// <summary>Room for that many blocks; what it held is overwritten.</summary>
    internal Span<byte> Blocks(int count)
    {
        if (_blocks.Length < count * BlockBytes)
            (_blocks, _codes) = (new byte[count * BlockBytes], new byte[count * BlockBytes]);
        return _blocks.AsSpan(0, count * BlockBytes);
    }

    /// <summary>The blocks encrypted, each by itself; good until the next call.</summary>
    internal ReadOnlySpan<byte> Encrypt(int count)
    {
        var written = _encryptor.TransformBlock(_blocks, 0, count * BlockBytes, _codes, 0);
        return _codes.AsSpan(0, written);
    }
}
