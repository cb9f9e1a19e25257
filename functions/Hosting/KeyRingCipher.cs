using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Heldspace.Azure.Records;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Heldspace.Functions.Hosting;

/// <summary>
/// Encrypts the Data Protection keys with the deployment's own secret (AES-256-GCM), so that whoever reads the storage account reads no draft. The secret
/// itself comes from Key Vault in Azure. Contract: https://learn.microsoft.com/aspnet/core/security/data-protection/extensibility/key-management#ixmlencryptor
/// </summary>
internal sealed class KeyRingCipher(Keys keys) : IXmlEncryptor
{
    private const string Purpose = "data-protection-key-ring";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[AesGcm.NonceByteSizes.MaxSize + plain.Length + AesGcm.TagByteSizes.MaxSize];
        var (nonce, cipher, tag) = Parts(sealedBytes);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(keys.Derive(keys.Current, Purpose), tag.Length);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span);
        return new(new XElement("sealed", new XAttribute("key", keys.Current), Convert.ToBase64String(sealedBytes)), typeof(Opener));
    }

    private static (Memory<byte> Nonce, Memory<byte> Cipher, Memory<byte> Tag) Parts(byte[] sealedBytes)
    {
        var whole = sealedBytes.AsMemory();
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        return (whole[..nonce], whole[nonce..^tag], whole[^tag..]);
    }

    /// <summary>Data Protection makes it by its type, from the app's services.</summary>
    internal sealed class Opener(IServiceProvider services) : IXmlDecryptor
    {
        /// <exception cref="CryptographicException">The key that sealed it is not there any more, or the bytes were changed.</exception>
        public XElement Decrypt(XElement encryptedElement)
        {
            var keys = services.GetRequiredService<Keys>();
            var version = (string?)encryptedElement.Attribute("key") ?? "";
            if (!keys.Versions.Contains(version, StringComparer.Ordinal))
            {
                throw new CryptographicException($"The key ring was sealed with Keys:Secrets:{version}, which is not set. Set it until every key has been made anew (90 days).");
            }

            var (nonce, cipher, tag) = Parts(Convert.FromBase64String(encryptedElement.Value));
            var plain = new byte[cipher.Length];
            using var aes = new AesGcm(keys.Derive(version, Purpose), tag.Length);
            aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain);
            return XElement.Parse(Encoding.UTF8.GetString(plain));
        }
    }
}
