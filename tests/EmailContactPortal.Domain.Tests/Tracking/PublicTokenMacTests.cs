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
    public void Token_s_code_is_a_block_of_scope_and_ids_encrypted(int keyLength)
    {
        var key = Enumerable.Range(0, keyLength).Select(i => (byte)(i * 7)).ToArray();
        var signed = new byte[16];
        signed[0] = (byte)'c';
        BinaryPrimitives.WriteInt64BigEndian(signed.AsSpan(1), 1_234_567_890_123);
        BinaryPrimitives.WriteInt32BigEndian(signed.AsSpan(9), 42);

        var token = Base64Url.DecodeFromChars(new PublicToken(key).Create(TokenScope.Click, 1_234_567_890_123, 42));

        using var aes = Aes.Create();
        aes.Key = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "public token"u8.ToArray());
        Assert.Equal(aes.EncryptEcb(signed, PaddingMode.None)[..12], token[12..]);
    }
}
