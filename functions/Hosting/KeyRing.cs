using System.Xml.Linq;
using Heldspace.Azure.Blobs;
using Heldspace.Azure.Records;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Heldspace.Functions.Hosting;

/// <summary>
/// The Data Protection keys, one blob each, so that what one instance protects every other can read. A key is written once and never changed.
/// </summary>
/// <remarks>
/// The interface is synchronous. It is asked at start and when a key is made, every few weeks, never per request:
/// https://learn.microsoft.com/aspnet/core/security/data-protection/extensibility/key-management
/// </remarks>
internal sealed class KeyRing(IBlobs blobs) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => Task.Run(ReadAll).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) =>
        Task.Run(() => Write(element, friendlyName)).GetAwaiter().GetResult();

    private async Task<IReadOnlyCollection<XElement>> ReadAll()
    {
        await blobs.CreateContainer(Containers.KeyRing);
        var elements = new List<XElement>();
        await foreach (var listed in blobs.List(Containers.KeyRing, ""))
        {
            if (await blobs.Read(Containers.KeyRing, listed.Name) is { } blob)
            {
                elements.Add(XElement.Load(new MemoryStream(blob.Content.ToArray())));
            }
        }

        return elements;
    }

    private async Task Write(XElement element, string friendlyName)
    {
        using var content = new MemoryStream();
        await element.SaveAsync(content, SaveOptions.None, CancellationToken.None);
        await blobs.CreateContainer(Containers.KeyRing);
        await blobs.Create(Containers.KeyRing, $"{friendlyName}.xml", content.ToArray(), "application/xml");
    }
}

/// <summary>Registers Data Protection over the key ring.</summary>
internal static class KeyRingRegistration
{
    public static IDataProtectionBuilder AddKeyRing(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options =>
            {
                options.XmlRepository = new KeyRing(provider.GetRequiredService<IBlobs>());
                options.XmlEncryptor = new KeyRingCipher(provider.GetRequiredService<Keys>());
            }));

        // A fixed name: by default keys are bound to the folder the app runs from.
        return services.AddDataProtection().SetApplicationName("heldspace");
    }
}
