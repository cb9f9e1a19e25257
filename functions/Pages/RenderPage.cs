using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Heldspace.Functions.Pages;

/// <summary>The hidden field that shows that a POST comes from a page of ours.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="Value">Its value.</param>
public sealed record Proof(string Name, string Value);

/// <summary>Makes an answer of a page, the public's and the staff's alike.</summary>
internal static class RenderPage
{
    /// <summary>A page in its frame, with its further parameters by name, whole before the first byte goes out.</summary>
    public static IResult Of<TPage>(object frame, int status, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where TPage : IComponent
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Frame"] = frame };
        foreach (var (name, value) in parameters)
        {
            values[name] = value;
        }

        return new RazorComponentResult<TPage>(values) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>The hidden field of a form, and its cookie with the answer.</summary>
    public static Proof Proof(this IAntiforgery antiforgery, HttpContext http)
    {
        var tokens = antiforgery.GetAndStoreTokens(http);
        return new(tokens.FormFieldName, tokens.RequestToken!);
    }
}
