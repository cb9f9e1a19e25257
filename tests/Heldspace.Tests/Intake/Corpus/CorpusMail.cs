using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Heldspace.Intake;
using Heldspace.Services;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake.Corpus;

/// <summary>One mail of the corpus: the message as the mail system would give it, and what a careful person reads in it. The format stands in README.md beside it.</summary>
/// <param name="File">Its file name without the ending.</param>
/// <param name="Message">A Graph <c>message</c> resource.</param>
/// <param name="IsReferral">False where it is to be ignored.</param>
/// <param name="Unread">Whether a person must look at something that could not be read.</param>
/// <param name="Alert">Whether the person on cover must be told.</param>
/// <param name="Children">Field by field, in the order of the mail.</param>
internal sealed partial record CorpusMail(string File, string Service, JsonObject Message, bool IsReferral, bool Unread, bool Alert, IReadOnlyList<IReadOnlyDictionary<string, string>> Children)
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private static readonly ServiceDefinitions Services = ServiceDefinitions.Read(Path.Combine(AppContext.BaseDirectory, "services")).OrThrow();

    /// <summary>Every mail of a folder, in the order of file names.</summary>
    public static IReadOnlyList<CorpusMail> In(string folder) => [.. Directory.GetFiles(folder, "*.mail").Order(StringComparer.Ordinal).Select(file => Parse(Path.GetFileNameWithoutExtension(file), System.IO.File.ReadAllText(file)))];

    public MailReading Read() => ReadMail.Read(GraphMail.Received(Message), Services.Find(Service)!, Mails.Intake);

    public static CorpusMail Parse(string file, string text)
    {
        var sections = new List<(string Heading, List<string> Lines)> { ("", []) };
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line == "=== expected" || line.StartsWith("=== attachment ", StringComparison.Ordinal))
            {
                sections.Add((line[4..], []));
            }
            else
            {
                sections[^1].Lines.Add(line);
            }
        }

        var lines = sections[0].Lines;
        var end = lines.FindIndex(line => line.Length == 0);
        var heading = lines.Take(end).Select(line => line.Split(':', 2)).Select(pair => (Name: pair[0].Trim(), Value: pair[1].Trim())).ToList();
        string Said(string name) => heading.Find(one => one.Name == name).Value ?? "";
        var from = Said("From");
        var bracket = from.LastIndexOf('<');
        var headers = heading.Where(one => one.Name == "Header").Select(one => one.Value.Split(':', 2)).Select(pair => (Name: pair[0].Trim(), Value: pair[1].Trim())).ToList();
        var message = new JsonObject
        {
            ["@odata.type"] = headers.Exists(header => header.Name == "Content-Type" && header.Value.StartsWith("text/calendar", StringComparison.OrdinalIgnoreCase)) ? "#microsoft.graph.eventMessageResponse" : "#microsoft.graph.message",
            ["subject"] = Said("Subject"),
            ["from"] = new JsonObject { ["emailAddress"] = new JsonObject { ["name"] = bracket > 0 ? from[..bracket].Trim(' ', '"') : "", ["address"] = bracket >= 0 ? from[(bracket + 1)..].TrimEnd('>', ' ') : from } },
            ["receivedDateTime"] = "2026-11-23T10:00:00Z",
            ["body"] = new JsonObject { ["contentType"] = Said("Content") is "html" ? "html" : "text", ["content"] = string.Join("\r\n", lines.Skip(end + 1)) },
            ["internetMessageHeaders"] = new JsonArray([.. headers.Select(header => new JsonObject { ["name"] = header.Name, ["value"] = header.Value })]),
            ["attachments"] = new JsonArray([.. sections.Where(section => section.Heading.StartsWith("attachment", StringComparison.Ordinal)).Select(section => Attachment(section.Heading[10..].Trim(), section.Lines))]),
        };
        var (top, children) = Expected(file, sections.Single(section => section.Heading == "expected").Lines);
        return new(file, Said("Service"), message, top.GetValueOrDefault("kind") != "ignored", top.GetValueOrDefault("unread") == "yes", top.GetValueOrDefault("alert") == "yes", children);
    }

    private static (Dictionary<string, string> Top, IReadOnlyList<IReadOnlyDictionary<string, string>> Children) Expected(string file, List<string> lines)
    {
        var top = new Dictionary<string, string>(StringComparer.Ordinal);
        var children = new List<Dictionary<string, string>>();
        foreach (var line in lines.Where(line => line.Trim().Length > 0))
        {
            var pair = line.Split(':', 2);
            var (name, value) = (pair[0].Trim(), pair.Length > 1 ? pair[1].Trim() : "");
            if (name == "child")
            {
                children.Add(new(StringComparer.Ordinal));
            }
            else if (children.Count == 0)
            {
                (name is "kind" or "unread" or "alert").ShouldBeTrue($"{file}: \"{name}\" is nothing to expect of a mail");
                top[name] = value;
            }
            else
            {
                Fields.ByName.ShouldContainKey(name, $"{file}: no field \"{name}\"");
                (Fields.ByName[name].Codes is not { } codes || value is "-" || codes.Contains(value.TrimStart('?'))).ShouldBeTrue($"{file}: not a code of {name}");
                children[^1][name] = value;
            }
        }

        return (top, children);
    }

    private static JsonObject Attachment(string name, List<string> lines)
    {
        var (type, content) = Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".docx" => (Word, WordFile.Of(Document(lines))),
            ".eml" => ("message/rfc822", Encoding.UTF8.GetBytes(Mail(lines))),
            ".html" or ".htm" => ("text/html", Encoding.UTF8.GetBytes(string.Join("\r\n", lines))),
            ".pdf" => ("application/pdf", "%PDF-1.7\n1 0 obj << >> endobj\n"u8.ToArray()),
            ".p7m" => ("application/pkcs7-mime", [0x30, 0x82, 0x01, 0x00]),
            ".png" => ("image/png", [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]),
            ".jpg" or ".jpeg" => ("image/jpeg", [0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]),
            ".ics" => ("text/calendar", Encoding.UTF8.GetBytes(string.Join("\r\n", lines))),
            ".txt" => ("text/plain", Encoding.UTF8.GetBytes(string.Join("\r\n", lines))),
            var other => throw new FormatException($"An attachment {other} is not known to the corpus."),
        };
        return new() { ["@odata.type"] = "#microsoft.graph.fileAttachment", ["name"] = name, ["contentType"] = type, ["isInline"] = false, ["contentBytes"] = Convert.ToBase64String(content) };
    }

    /// <summary>Lines become paragraphs, <c>| a | b |</c> rows of a table, <c>[[Label|value]]</c> labelled content controls.</summary>
    private static string Document(List<string> lines)
    {
        var body = new StringBuilder();
        var rows = ImmutableArray.CreateBuilder<string[]>();
        foreach (var line in lines.Append(""))
        {
            if (line.Trim() is ['|', .., '|'] row)
            {
                rows.Add([.. Between().Split(row[1..^1]).Select(cell => Control(cell.Trim()) ?? Escaped(cell.Trim()))]);
                continue;
            }

            if (rows.Count > 0)
            {
                body.Append(WordFile.Table([.. rows]));
                rows.Clear();
            }

            body.Append(Control(line.Trim()) ?? WordFile.Lines(Escaped(line)));
        }

        return body.ToString();
    }

    [GeneratedRegex(@"\|(?![^\[\]]*\]\])", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Between();

    private static string? Control(string text) =>
        text.StartsWith("[[", StringComparison.Ordinal) && text.EndsWith("]]", StringComparison.Ordinal) && text[2..^2].Split('|', 2) is [var label, var value]
            ? WordFile.Control(Escaped(label.Trim()), Escaped(value.Trim()), placeholder: value.Trim().Length == 0 || value.Contains("Click or tap", StringComparison.Ordinal))
            : null;

    private static string Mail(List<string> lines) =>
        string.Join("\r\n", lines.Exists(line => line.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase)) ? lines : ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", .. lines.SkipWhile(line => line.Length == 0)]);

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
