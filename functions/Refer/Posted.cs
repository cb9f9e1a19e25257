using Heldspace.Services;
using Microsoft.AspNetCore.Http.Features;

namespace Heldspace.Functions.Refer;

/// <summary>Reads what was posted, up to a size, and answers in plain words where it cannot be read.</summary>
internal static class Posted
{
    /// <summary>Bytes of a page of answers: several long texts in any script.</summary>
    public const long PageLimit = 1024 * 1024;

    /// <summary>Bytes of a page with one file.</summary>
    public const long FileLimit = Draft.MostBytesPerFile + PageLimit;

    // What is read and thrown away, so that a browser that sends too much gets to see the answer instead of a broken connection.
    private const long DrainLimit = 128 * 1024 * 1024;

    /// <returns>The form, or the page that says why not.</returns>
    public static async Task<(IFormCollection? Form, IResult? Refusal)> Read(HttpContext http, long limit, PublicPages pages, ServiceDefinition? service) =>
        await Read(http, limit) switch
        {
            ({ } form, _) => (form, null),
            (_, StatusCodes.Status415UnsupportedMediaType) => (null, pages.Say(service, StatusCodes.Status415UnsupportedMediaType, "This is not a form", [
                "What was sent is not what this form sends, so nothing was kept.", "Please open the form in a browser and fill it in there.",
            ], "/refer", "Go to the start of the form")),
            (_, StatusCodes.Status413PayloadTooLarge) => (null, TooLarge(pages, service)),
            _ => (null, pages.Say(service, StatusCodes.Status400BadRequest, "We could not read that", [
                "What was sent broke off or was not complete, so it was not kept. What you typed on the pages before is still there.",
                "Go back in your browser and send it again.",
            ])),
        };

    /// <returns>The form, or the status that says why not: 415, 413 or 400.</returns>
    public static async Task<(IFormCollection? Form, int Status)> Read(HttpContext http, long limit)
    {
        var request = http.Request;
        if (!request.HasFormContentType)
        {
            return (null, StatusCodes.Status415UnsupportedMediaType);
        }

        var bodySize = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (request.ContentLength > limit)
        {
            if (request.ContentLength <= DrainLimit)
            {
                Allow(bodySize, DrainLimit);
                await request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            }

            return (null, StatusCodes.Status413PayloadTooLarge);
        }

        Allow(bodySize, limit);

        // Held in memory: nothing personal is written to a disk on the way.
        http.Features.Set<IFormFeature>(new FormFeature(request, new FormOptions
        {
            MemoryBufferThreshold = (int)limit,
            MultipartBodyLengthLimit = limit,
            BufferBodyLengthLimit = limit,
            ValueLengthLimit = (int)PageLimit,
            ValueCountLimit = 200,
        }));
        try
        {
            return (await request.ReadFormAsync(http.RequestAborted), StatusCodes.Status200OK);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    public static IResult TooLarge(PublicPages pages, ServiceDefinition? service) => pages.Say(
        service, StatusCodes.Status413PayloadTooLarge, "That was too large to send", [
            "A file may be 10 MB at most, and one is sent at a time. Nothing of it was kept; what you typed on the pages before is still there.",
            "Go back in your browser, and choose a smaller file, leave it out, or make the text shorter. You can send large files by email once you have a reference.",
        ]);

    private static void Allow(IHttpMaxRequestBodySizeFeature? feature, long bytes)
    {
        if (feature is { IsReadOnly: false })
        {
            feature.MaxRequestBodySize = bytes;
        }
    }
}
