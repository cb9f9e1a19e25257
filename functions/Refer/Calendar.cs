using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Heldspace.Functions.Refer;

/// <summary>The appointments of a receipt as a calendar file (RFC 5545): private, with a reference and no name, and only the kind of place.</summary>
internal static class Calendar
{
    private const int OctetsPerLine = 75;
    private static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <summary>The same appointment always bears the same UID, so that opening the file again does not add it twice.</summary>
    /// <returns>The file; null where the receipt has no appointment.</returns>
    public static string? Write(Receipt receipt, Instant now)
    {
        var held = receipt.Entries.Where(entry => entry.HasAppointment).ToList();
        if (held.Count == 0)
        {
            return null;
        }

        var file = new StringBuilder();
        Line(file, "BEGIN:VCALENDAR");
        Line(file, "VERSION:2.0");
        Line(file, "PRODID:-//Heldspace//Appointment//EN");
        Line(file, "CALSCALE:GREGORIAN");
        foreach (var entry in held)
        {
            Line(file, "BEGIN:VEVENT");
            Line(file, $"UID:{entry.Reference!.ToLowerInvariant()}@{receipt.Service.Id}.heldspace");
            Line(file, $"DTSTAMP:{Utc.Format(now)}");
            Line(file, $"DTSTART:{Utc.Format(entry.Start!.Value)}");
            Line(file, $"DTEND:{Utc.Format(entry.End!.Value)}");
            Line(file, $"SUMMARY:{Text($"Appointment {entry.Reference}")}");
            Line(file, $"LOCATION:{Text(ReceiptWords.Place(entry.PlaceKind))}");
            Line(file, $"DESCRIPTION:{Text($"To ask for another time: {receipt.Service.Contact.Phone}, {receipt.Service.Contact.Hours}, or reply to our email.")}");
            Line(file, "CLASS:PRIVATE");
            Line(file, entry.State == ReceiptState.Held ? "STATUS:CONFIRMED" : "STATUS:TENTATIVE");
            Line(file, "TRANSP:OPAQUE");
            Line(file, "END:VEVENT");
        }

        Line(file, "END:VCALENDAR");
        return file.ToString();
    }

    // Section 3.3.11: backslash, semicolon, comma and line break are escaped.
    private static string Text(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
            .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    // Section 3.1: no line is longer than 75 octets; what follows starts with a space. A character is never cut in two.
    private static void Line(StringBuilder file, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > OctetsPerLine)
            {
                file.Append("\r\n ");
                octets = 1;
            }

            file.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        file.Append("\r\n");
    }
}
