using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace EmailContactPortal.Data.Keys;

/// <summary>Encrypts what is stored in the key ring with the <see cref="MasterKey"/> (AES-256-GCM).</summary>
internal sealed class MasterKeyXmlEncryptor(MasterKey master) : IXmlEncryptor
{
    internal const int NonceBytes = 12;
    internal const int TagBytes = 16;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(master.ReadOrMake(), TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return new EncryptedXmlInfo(new XElement("encryptedByMasterKey", Convert.ToBase64String(box)), typeof(MasterKeyXmlDecryptor));
    }
}

/// <summary>Reads what <see cref="MasterKeyXmlEncryptor"/> wrote; its name stands in the database, beside every key.</summary>
internal sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var box = Convert.FromBase64String(encryptedElement.Value).AsSpan();
        const int head = MasterKeyXmlEncryptor.NonceBytes + MasterKeyXmlEncryptor.TagBytes;
        var plain = new byte[box.Length - head];
        using var aes = new AesGcm(services.GetRequiredService<MasterKey>().Read(), MasterKeyXmlEncryptor.TagBytes);
        aes.Decrypt(box[..MasterKeyXmlEncryptor.NonceBytes], box[head..], box[MasterKeyXmlEncryptor.NonceBytes..head], plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
