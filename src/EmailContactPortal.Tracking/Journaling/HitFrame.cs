using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EmailContactPortal.Domain.Tracking;
using EmailContactPortal.Tracking.Hits;

namespace EmailContactPortal.Tracking.Journaling;

/// <summary>
/// The hits of one commit as bytes: length (4), count (4), the first 8 bytes of the SHA-256 of the rest, then each hit. A frame that was
/// cut by a crash does not match its digest; its hits were never answered.
/// </summary>
internal static class HitFrame
{
    private const int HeaderBytes = 16;
    private const int DigestBytes = 8;
    private const int FixedBytes = 23;

    /// <summary>Writes a frame into <paramref name="buffer"/>, growing it when needed.</summary>
    /// <returns>Its length.</returns>
    public static int Write(List<Hit> hits, ref byte[] buffer)
    {
        var most = HeaderBytes + (hits.Count * (FixedBytes + Encoding.UTF8.GetMaxByteCount(TrackingEvent.MaxUserAgent)));
        if (buffer.Length < most) buffer = new byte[most];
        var at = HeaderBytes;
        foreach (var hit in hits) at += WriteHit(hit, buffer.AsSpan(at));
        BinaryPrimitives.WriteInt32LittleEndian(buffer, at);
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(4), hits.Count);
        Digest(buffer.AsSpan(HeaderBytes, at - HeaderBytes), buffer.AsSpan(8, DigestBytes));
        return at;
    }

    /// <summary>Reads the frame at the start of <paramref name="bytes"/> into <paramref name="hits"/>.</summary>
    /// <returns>Its length; 0 when there is no whole frame.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, List<Hit> hits)
    {
        if (bytes.Length < HeaderBytes) return 0;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length <= HeaderBytes || length > bytes.Length) return 0;
        Span<byte> digest = stackalloc byte[DigestBytes];
        Digest(bytes[HeaderBytes..length], digest);
        if (!digest.SequenceEqual(bytes.Slice(8, DigestBytes))) return 0;
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var rest = bytes[HeaderBytes..length];
        for (var i = 0; i < count; i++)
        {
            hits.Add(ReadHit(rest, out var read));
            rest = rest[read..];
        }

        return length;
    }

    private static int WriteHit(in Hit hit, Span<byte> to)
    {
        to[0] = (byte)((byte)hit.Kind | (hit.IsMachine ? 0x80 : 0));
        BinaryPrimitives.WriteInt64LittleEndian(to[1..], hit.DeliveryId);
        BinaryPrimitives.WriteInt32LittleEndian(to[9..], hit.LinkId);
        BinaryPrimitives.WriteInt64LittleEndian(to[13..], hit.At.Ticks);
        var agent = hit.UserAgent is null ? 0 : Encoding.UTF8.GetBytes(hit.UserAgent, to[FixedBytes..]);
        BinaryPrimitives.WriteUInt16LittleEndian(to[21..], (ushort)agent);
        return FixedBytes + agent;
    }

    private static Hit ReadHit(ReadOnlySpan<byte> from, out int read)
    {
        var agent = BinaryPrimitives.ReadUInt16LittleEndian(from[21..]);
        read = FixedBytes + agent;
        return new Hit(
            (TrackingKind)(from[0] & 0x7F),
            BinaryPrimitives.ReadInt64LittleEndian(from[1..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[9..]),
            new DateTime(BinaryPrimitives.ReadInt64LittleEndian(from[13..]), DateTimeKind.Utc),
            agent == 0 ? null : Encoding.UTF8.GetString(from.Slice(FixedBytes, agent)),
            (from[0] & 0x80) != 0);
    }

    private static void Digest(ReadOnlySpan<byte> bytes, Span<byte> digest)
    {
        Span<byte> full = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, full);
        full[..DigestBytes].CopyTo(digest);
    }
}
