using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>A line of what came in, numbered as <see cref="Reading.Source"/> numbers it.</summary>
/// <param name="Source">As a reading or a concern names it: <c>body, line 12</c>.</param>
/// <param name="Number">From 1.</param>
/// <param name="Text">Plain text, whatever it was delivered as.</param>
public sealed record ReceivedLine(string Source, int Number, string Text);

/// <summary>What came in, for a person to read beside what was read of it.</summary>
public static class ReceivedText
{
    /// <summary>The body as it was read: what a reader of the mail would not see is not in it.</summary>
    public static IReadOnlyList<ReceivedLine> Of(ReceivedMail mail) =>
        [.. (mail.BodyIsHtml ? HtmlBody.Read(mail.Body) : Lines.OfPlainText(mail.Body)).All.Select(line => new ReceivedLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"body, line {line.Number}"), line.Number, line.Text))];
}
