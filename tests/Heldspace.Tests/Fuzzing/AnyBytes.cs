using System.Globalization;
using System.IO.Compression;
using System.Text;
using Heldspace.Intake;
using Heldspace.Intake.Text;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Fuzzing;

/// <summary>Mails that nobody wrote: pieces that mean something to the reader, between bytes that mean nothing. The same seed gives the same mail.</summary>
internal sealed class AnyBytes(int seed)
{
    private static readonly string[] Words =
    [
        "Name:", "DOB:", "NHS number:", "Legal status:", "\n", "\r\n", "\n\n", ":", " ", "\t", "|", "Sam Taylor", "12/03/2014", "31/02/2012", "943 476 5919", "9990000017", "full care order", "lives in", "Chester",
        "Wigan Council", "Kind regards", "Social Worker", "> ", ">> ", "From: a@b.example", "Sent: today", "To: you", "Subject: x", "On Monday, X wrote:", "-----Original Message-----", "[x]", "☒", "not", "now", "his brother", "I am",
        "my name is", "refer", " and ", ", ", "Ava", "Noah Brindle", "both", "siblings", "Child 1", "Child 2", "1. ", "- ", "She", "also needs support", "a@b", "(", ")", "\"", "Risks:", "SDQ:", "N/K", "HS-7K3M-Q9",
        "she will take all her tablets tonight", "no known self-harm", "\u202e", "\u200b", "\u0301\u0301\u0301\u0301", "\ud83d", "\ude00", "\0", "𝕊am", "S\u0430m", "ﬀ", "İ", "ß", "١٢٣", "99999999999999999999",
        "-----BEGIN PGP MESSAGE-----", "aaaaaaaaaaaaaaaaaaaaaaaa", "a.a.a.a.a.a.a", "((((((((", "00000000000000", "......", "______",
    ];

    private static readonly string[] Tags =
    [
        "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<br>", "<p hidden>", "<p>", "</p>", "<div style='display:none'>", "</div>", "<div style=\"font-size:0\">", "<script>", "</script>", "<style>", "</style>", "<!--", "-->",
        "<!--[if mso]>", "<![endif]-->", "<a href='x'>", "&#x202e;", "&amp;", "&", "&#0;", "&#99999999;", "&nbsp;", "<svg onload=x()>", "<iframe srcdoc='", "<meta http-equiv=refresh>", "<", ">", "</", "<b", "='", "\"", "<blockquote>", "</blockquote>",
        "<input type=checkbox checked>", "<select><option selected>", "<![CDATA[", "]]>", "<td colspan=99999999>", "<ul><li>", "</li></ul>", "<hr>",
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Authentication-Results", ["compauth=pass reason=100", "compauth=fail", "((((", "\"", "spf=pass;compauth=pass header.from=b.example"]), ("Auto-Submitted", ["auto-replied", "no", ""]), ("Content-Type", ["multipart/report; report-type=x", "text/plain"]),
        ("Return-Path", ["<>", "<a@b.example>"]), ("Precedence", ["bulk", "list", "auto_reply"]), ("In-Reply-To", ["<x@y>"]), ("X-Heldspace", ["1"]), ("List-Id", ["<l>"]), ("X-Auto-Response-Suppress", ["All"]),
    ];

    private readonly Random random = new(seed);

    public ReceivedMail Mail()
    {
        var html = random.Next(2) == 0;
        return Mails.Mail(random.Next(500) == 0 ? Dense() : Text(Length(), html), Pick(["a@b.example", "jo.hart@cheshire-west.example", "referrals@caring-to-care.example", "postmaster@b.example"]), Text(3, false), Text(random.Next(12), false), html,
            [.. Enumerable.Range(0, random.Next(5)).Select(_ => Header())]) with
        {
            IsCalendarMail = random.Next(40) == 0,
            IsJunk = random.Next(10) == 0,
            RepliesStopped = random.Next(10) == 0,
            Attachments = [.. Enumerable.Range(0, random.Next(4)).Select(_ => File())],
        };
    }

    /// <summary>Mostly short; now and then as long as somebody may send.</summary>
    private int Length() => random.Next(100) switch { < 80 => random.Next(60), < 97 => random.Next(1_500), _ => random.Next(40_000) };

    private (string, string) Header()
    {
        var (name, values) = Pick(Headers);
        return (name, random.Next(4) == 0 ? Text(random.Next(30), false) : Pick(values));
    }

    private string Text(int pieces, bool html)
    {
        var text = new StringBuilder();
        var again = random.Next(30) == 0 ? Pick(Words) : null;
        for (var n = 0; n < pieces; n++)
        {
            text.Append(again is not null && random.Next(10) > 0 ? again : html && random.Next(2) == 0 ? Pick(Tags) : random.Next(12) == 0 ? ((char)random.Next(0x10000)).ToString() : Pick(Words)).Append(random.Next(3) == 0 ? " " : "");
        }

        return text.ToString();
    }

    private MailAttachment File()
    {
        var content = random.Next(300) == 0 ? Endless() : random.Next(6) switch
        {
            0 => Encoding.UTF8.GetBytes(Text(Length(), random.Next(2) == 0)),
            1 => Message(0),
            2 => Bytes(random.Next(4_000)),
            3 => [.. Pick<byte[]>(["PK\u0003\u0004"u8.ToArray(), [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "%PDF-"u8.ToArray(), "{\\rtf"u8.ToArray(), "MZ"u8.ToArray(), [0xff, 0xfe]]), .. Bytes(random.Next(2_000))],
            _ => Letter(),
        };
        for (var flips = random.Next(3) == 0 ? random.Next(1, 12) : 0; flips > 0 && content.Length > 0; flips--)
        {
            content[random.Next(content.Length)] = (byte)random.Next(256);
        }

        content = random.Next(12) == 0 ? content[..random.Next(content.Length + 1)] : content;
        return new(Pick(["letter.docx", "form.docx", "mail.eml", "notes.txt", "page.html", "x", "../../x.pdf", "a\u202efdp.exe", "", "FW: x"]) + (random.Next(9) == 0 ? Text(2, false) : ""), Pick([null, "text/html", "message/rfc822", "text/plain", "application/pdf"]), content, random.Next(8) == 0);
    }

    /// <summary>A body as long as is read, of a few signs or words again and again: what a search for a name, a date or an address takes longest over.</summary>
    private string Dense()
    {
        var piece = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pick(random.Next(2) == 0 ? Words : ["A", "a", "Aa", "'", "\u2019", "-", ".", ",", "(", ")", " ", "1", "/", ":", "@", "\n", "|", "_", "the ", "Mr ", "his "])));
        return string.Concat(Enumerable.Repeat(piece, Lines.Longest / piece.Length));
    }

    /// <summary>As long as a file may be that somebody sends: the same again and again.</summary>
    private byte[] Endless()
    {
        var piece = Encoding.UTF8.GetBytes(Text(random.Next(1, 9), random.Next(2) == 0) + Pick(["", "\n", "\r\n", "&#97;", "\u00e9"]));
        var content = new byte[random.Next(20_000_000)];
        for (var at = 0; piece.Length > 0 && at < content.Length; at += piece.Length)
        {
            piece.AsSpan(0, Math.Min(piece.Length, content.Length - at)).CopyTo(content.AsSpan(at));
        }

        return content;
    }

    private byte[] Letter()
    {
        var body = new StringBuilder();
        for (var n = random.Next(random.Next(20) == 0 ? 3_000 : 30); n > 0; n--)
        {
            var text = System.Security.SecurityElement.Escape(new string([.. Text(random.Next(8), false).Where(letter => letter is >= ' ' and < '\ud800')]));
            body.Append(random.Next(9) switch
            {
                0 => WordFile.Table([text, WordFile.Lines(text)], [text]),
                1 => WordFile.Control(text, text, random.Next(2) == 0),
                2 => WordFile.Box(random.Next(2) == 0, text),
                3 => "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>" + text + "</w:t></w:r></w:p>",
                4 => Pick(["<w:p>", "</w:p>", "<w:tbl><w:tr><w:tc>", "<w:del>", "</w:tc></w:tr></w:tbl>", "<w:sdt><w:sdtContent>", "<w:tab/>", "<w:br/>"]),
                _ => WordFile.Lines(text),
            });
        }

        return random.Next(25) == 0 ? Bomb() : random.Next(10) == 0 ? WordFile.Packed(("[Content_Types].xml", "<Types/>"), ("word/document.xml", body.ToString()), ("word/vbaProject.bin", Text(5, false))) : WordFile.Of(body.ToString());
    }

    /// <summary>What is packed grows a thousandfold. It is never whole in memory here, so that what is measured is the reading.</summary>
    private byte[] Bomb()
    {
        var whole = new MemoryStream();
        using (var packed = new ZipArchive(whole, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var types = packed.CreateEntry("[Content_Types].xml").Open())
            {
                types.Write("<Types/>"u8);
            }

            using var document = packed.CreateEntry("word/document.xml").Open();
            document.Write("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>"u8);
            var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Pick(["a", " ", "<w:p>", "</w:t></w:r></w:p><w:p><w:r><w:t>Sam", "Name: Sam ", "&#97;"]), 1_000)));
            for (var n = random.Next(8_000); n > 0; n--)
            {
                document.Write(piece);
            }

            document.Write("</w:t></w:r></w:p></w:body></w:document>"u8);
        }

        return whole.ToArray();
    }

    /// <summary>A mail as a file, with mails and letters in it.</summary>
    private byte[] Message(int depth)
    {
        var mark = $"m{depth.ToString(CultureInfo.InvariantCulture)}";
        var whole = new MemoryStream();
        void Say(string text) => whole.Write(Encoding.UTF8.GetBytes(text));
        Say($"From: {Text(2, false)} <a@b.example>\r\nSubject: {Pick(["x", "=?utf-8?B?eA==?=", "=?utf-8?Q?=ff=?=", Text(3, false)])}\r\nContent-Type: multipart/mixed; boundary=\"{mark}\"\r\n\r\n");
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            Say($"--{mark}\r\n");
            switch (random.Next(5))
            {
                case 0 when depth < 6:
                    Say("Content-Type: message/rfc822\r\n\r\n");
                    whole.Write(Message(depth + 1));
                    break;
                case 1:
                    Say($"Content-Type: application/octet-stream; name=\"{Pick(["a.docx", "b.eml", "\"", "=?utf-8?Q?=2e?="])}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(Letter(), Base64FormattingOptions.InsertLineBreaks)}");
                    break;
                default:
                    Say($"Content-Type: {Pick(["text/plain", "text/html; charset=utf-8", "text/plain; charset=windows-1252", "multipart/alternative; boundary=" + mark])}\r\nContent-Transfer-Encoding: {Pick(["quoted-printable", "base64", "8bit", ""])}\r\n\r\n{Text(Length(), true)}");
                    break;
            }

            Say("\r\n");
        }

        Say(random.Next(3) == 0 ? "" : $"--{mark}--\r\n");
        return whole.ToArray();
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
