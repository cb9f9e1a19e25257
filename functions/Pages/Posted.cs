using Microsoft.AspNetCore.Http.Features;

namespace Heldspace.Functions.Pages;

/// <summary>Reads what was posted, up to a size.</summary>
internal static class Posted
{
    /// <summary>Bytes of a page of answers: several long texts in any script.</summary>
    public const long PageLimit = 1024 * 1024;

    // What is read and thrown away, so that a browser that sends too much gets to see the answer instead of a broken connection.
    private const long DrainLimit = 128 * 1024 * 1024;

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

    private static void Allow(IHttpMaxRequestBodySizeFeature? feature, long bytes)
    {
        if (feature is { IsReadOnly: false })
        {
            feature.MaxRequestBodySize = bytes;
        }
    }
}
