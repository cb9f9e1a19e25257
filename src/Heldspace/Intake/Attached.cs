using Heldspace.Intake.Files;
using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>
/// What is attached to a mail and can be read as text: Word documents, plain text, web pages, and mails with what is attached to them. What a file is
/// shows in its content; its name and type are claims and only tell texts apart.
/// </summary>
/// <param name="Texts">In order, each line with the attachment it is of.</param>
/// <param name="Unread">What a person must look at, by a name safe to show: what could not be read, or not in full.</param>
internal sealed record Attached(IReadOnlyList<Lines> Texts, IReadOnlyList<string> Unread)
{
    /// <summary>Mails within mails.</summary>
    private const int Deepest = 3;

    private const int MostFiles = 50;

    /// <summary>A mail as a file is put together in memory several times over.</summary>
    private const int MostBytesOfMail = 10_000_000;

    private const int MostBytesOfText = 20_000_000;

    /// <summary>In UTF-8.</summary>
    private const int MostBytesOfACharacter = 4;

    /// <summary>Characters of all attachments together.</summary>
    private const int MostText = 2 * Lines.Longest;

    /// <summary>Characters that a line counts for beside its own: many short ones take as long as much text.</summary>
    private const int LineCounts = 20;

    public static Attached Of(ReceivedMail mail)
    {
        var reader = new Reader();
        reader.Read(mail.Attachments.IsDefault ? [] : mail.Attachments, "attachment ", 0);
        return new(reader.Texts, reader.Unread);
    }

    /// <summary>The attachments as older messages of the chain: the sender hands them on, so that what the sender writes in the mail itself is newer.</summary>
    /// <param name="first">The index of the first.</param>
    public IEnumerable<MailPart> Parts(int first)
    {
        foreach (var text in Texts)
        {
            foreach (var part in MailPart.Split(text.All, isForward: true).Where(part => part.Lines.Any(line => !line.IsBlank)))
            {
                // An attached letter is handed on as an attached mail is, without anybody named above it.
                yield return part with { Index = first++, IsForwarded = part.IsForwarded || part.From is null };
            }
        }
    }

    private sealed class Reader
    {
        private int files;
        private int characters;

        public List<Lines> Texts { get; } = [];

        public List<string> Unread { get; } = [];

        public void Read(IReadOnlyList<MailAttachment> attachments, string prefix, int depth)
        {
            var number = 0;
            foreach (var attachment in attachments)
            {
                // A locked mail comes as an attachment that calls itself part of the body.
                if (attachment.IsInline && !Attachments.IsEncrypted(attachment))
                {
                    continue;
                }

                number++;
                var where = $"{prefix}{number}";
                if (++files > MostFiles || characters > MostText || Text(attachment, where, depth) is not { } text)
                {
                    Unread.Add(Attachments.DisplayName(where, attachment));
                    continue;
                }

                characters += text.All.Sum(line => LineCounts + line.Text.Length);
                if (text.IsCut)
                {
                    Unread.Add($"the rest of {Attachments.DisplayName(where, attachment)}");
                }
                else if (WordText.IsPacked(attachment.Content.Span) && FileType.Of(attachment.Content, attachment.Name, attachment.ContentType).Danger != FileDanger.None)
                {
                    // Its text was read; whoever opens it is warned of what else is in it.
                    Unread.Add(Attachments.DisplayName(where, attachment));
                }
            }
        }

        private Lines? Text(MailAttachment attachment, string where, int depth)
        {
            var content = attachment.Content;
            if (content.Length is 0 or > MostBytesOfText || Attachments.IsEncrypted(attachment) || Attachments.IsPortal(attachment))
            {
                return null;
            }

            if (WordText.IsPacked(content.Span))
            {
                return Kept(WordText.Read(content, where));
            }

            if (!PlainText.IsText(content.Span) || content.Span.StartsWith("%PDF"u8) || content.Span.StartsWith("{\\rtf"u8) || content.Span.StartsWith("-----BEGIN PGP"u8))
            {
                return null;
            }

            return Attachments.Kind(attachment.Name, attachment.ContentType) switch
            {
                "mail" => Mail(content, where, depth),
                "text file" => Kept(In(where, Beginning(content.Span, MostBytesOfACharacter * Lines.Longest, Lines.OfPlainText), 0)),
                "web page" => Kept(In(where, Beginning(content.Span, HtmlBody.Longest, HtmlBody.Read), 0)),
                _ => null,
            };
        }

        /// <summary>No more of a file is decoded than can be read of it, since a decoded file takes several times its size: a text as far as it may go, a page with its markup.</summary>
        private static Lines Beginning(ReadOnlySpan<byte> content, int most, Func<string, Lines> read)
        {
            var beginning = PlainText.Beginning(content, most);
            var lines = read(PlainText.Decode(beginning, null));
            return lines with { IsCut = lines.IsCut || beginning.Length < content.Length };
        }

        private Lines? Mail(ReadOnlyMemory<byte> content, string where, int depth)
        {
            if (depth >= Deepest || content.Length > MostBytesOfMail || MimeMessage.Read(content.Span) is not { } message)
            {
                return null;
            }

            var body = message.BodyIsHtml ? HtmlBody.Read(message.Body) : Lines.OfPlainText(message.Body);
            var heading = message.Heading.Append("").Select((line, index) => new Line(index + 1, line, []) { Where = where });
            var whole = In(where, body, message.Heading.Count + 1);
            var text = new Lines([.. heading, .. whole.All], whole.IsCut);
            Texts.Add(text);
            Read(message.Attachments, $"{where}.", depth + 1);
            return text;
        }

        /// <summary>A file without a word in it was not read.</summary>
        private Lines? Kept(Lines? text)
        {
            if (text is null || text.All.All(line => line.IsBlank))
            {
                return null;
            }

            Texts.Add(text);
            return text;
        }

        private static Lines In(string where, Lines text, int after) => text with { All = [.. text.All.Select(line => line with { Where = where, Number = line.Number + after })] };
    }
}
