using System.Security.Cryptography;
using System.Xml.Linq;
using Heldspace.Azure.Records;
using Heldspace.Functions.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Heldspace.Functions.Tests.Hosting;

public sealed class KeyRingCipherTests
{
    private static readonly XElement Ring = new("key", new XElement("secret", "of the key ring"));

    [Fact]
    public void What_is_sealed_says_nothing_and_opens_again()
    {
        var box = new KeyRingCipher(Made("one")).Encrypt(Ring);

        box.EncryptedElement.ToString().ShouldNotContain("secret");
        Opener(Made("one")).Decrypt(box.EncryptedElement).ToString().ShouldBe(Ring.ToString());
    }

    [Fact]
    public void It_opens_with_the_key_before_and_with_no_other()
    {
        var box = new KeyRingCipher(Made("one")).Encrypt(Ring);

        Opener(Made("two", "one")).Decrypt(box.EncryptedElement).ToString().ShouldBe(Ring.ToString());
        Should.Throw<CryptographicException>(() => Opener(Made("two")).Decrypt(box.EncryptedElement)).Message.ShouldContain("Keys:Secrets:one");
    }

    private static KeyRingCipher.Opener Opener(Keys keys) => new(new ServiceCollection().AddSingleton(keys).BuildServiceProvider());

    private static Keys Made(params string[] versions)
    {
        var options = new KeyOptions { Current = versions[0] };
        foreach (var version in versions)
        {
            options.Secrets[version] = Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(version)));
        }

        return new(options);
    }
}
