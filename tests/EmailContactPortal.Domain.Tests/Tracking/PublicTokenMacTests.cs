using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using EmailContactPortal.Domain.Tracking;

namespace EmailContactPortal.Domain.Tests.Tracking;

public sealed class PublicTokenMacTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(100)]
    public void Token_s_code_is_the_hmac_of_scope_and_ids(int keyLength)
    {
        var key = Enumerable.Range(0, keyLength).Select(i => (byte)(i * 7)).ToArray();
        var signed = new byte[13];
        signed[0] = (byte)'c';
        BinaryPrimitives.WriteInt64BigEndian(signed.AsSpan(1), 1_234_567_890_123);
        BinaryPrimitives.WriteInt32BigEndian(signed.AsSpan(9), 42);

        var token = Base64Url.DecodeFromChars(new PublicToken(key).Create(TokenScope.Click, 1_234_567_890_123, 42));

        Assert.Equal(HMACSHA256.HashData(key, signed)[..12], token[12..]);
    }
}
