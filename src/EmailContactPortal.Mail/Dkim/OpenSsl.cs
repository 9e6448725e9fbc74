using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EmailContactPortal.Mail.Dkim;

/// <summary>The few calls of OpenSSL's libcrypto that Ed25519 needs: .NET 10 has no Ed25519 of its own, but on Linux it brings this library along.</summary>
internal static class OpenSsl
{
    private const string Library = "libcrypto";
    private const int Ed25519 = 1087;
    private static readonly string[] FileNames =
        ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so", "libcrypto.3.dylib", "libcrypto.dylib", "libcrypto-3-x64.dll", "libcrypto-1_1-x64.dll"];
    private static readonly Lazy<nint> Loaded = new(Load);

    static OpenSsl() =>
        NativeLibrary.SetDllImportResolver(typeof(OpenSsl).Assembly, (name, _, _) => name == Library ? Loaded.Value : 0);

    internal static bool IsPresent => Loaded.Value != 0;

    private static nint Load()
    {
        foreach (var name in FileNames)
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out var handle))
                return handle;
        return 0;
    }

    [DllImport(Library)]
    private static extern nint EVP_PKEY_new_raw_private_key(int type, nint engine, byte[] key, nuint length);

    [DllImport(Library)]
    private static extern int EVP_PKEY_get_raw_public_key(nint key, byte[] output, ref nuint length);

    [DllImport(Library)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(Library)]
    private static extern nint EVP_MD_CTX_new();

    [DllImport(Library)]
    private static extern void EVP_MD_CTX_free(nint context);

    [DllImport(Library)]
    private static extern int EVP_DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [DllImport(Library)]
    private static extern int EVP_DigestSign(nint context, byte[] signature, ref nuint signatureLength, byte[] data, nuint dataLength);

    /// <summary>A private key inside OpenSSL.</summary>
    internal sealed class Ed25519Handle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        internal static Ed25519Handle Create(byte[] seed)
        {
            if (!IsPresent)
                throw new PlatformNotSupportedException("Ed25519 needs OpenSSL's library, which this machine does not have.");

            var result = new Ed25519Handle();
            result.SetHandle(EVP_PKEY_new_raw_private_key(Ed25519, 0, seed, (nuint)seed.Length));
            return result.IsInvalid ? throw new CryptographicException("OpenSSL does not take the Ed25519 key.") : result;
        }

        internal byte[] PublicKey()
        {
            var output = new byte[32];
            var length = (nuint)output.Length;
            return EVP_PKEY_get_raw_public_key(handle, output, ref length) == 1
                ? output
                : throw new CryptographicException("OpenSSL gives no public key.");
        }

        internal byte[] Sign(ReadOnlySpan<byte> data)
        {
            var signature = new byte[64];
            var length = (nuint)signature.Length;
            var context = EVP_MD_CTX_new();
            try
            {
                return EVP_DigestSignInit(context, 0, 0, 0, handle) == 1
                    && EVP_DigestSign(context, signature, ref length, data.ToArray(), (nuint)data.Length) == 1
                        ? signature
                        : throw new CryptographicException("OpenSSL did not sign.");
            }
            finally
            {
                EVP_MD_CTX_free(context);
            }
        }

        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }
    }
}
