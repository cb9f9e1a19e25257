using System.Text;
using Heldspace.Intake;
using Heldspace.Intake.Files;
using Heldspace.Pathway;
using Heldspace.Tests.Builders;
using Heldspace.Tests.Pathway;
using Heldspace.Tests.Services;
using NodaTime;

namespace Heldspace.Tests.Intake.Files;

/// <summary>A file is what its bytes say, whatever its sender called it.</summary>
public sealed class WhatAFileIs
{
    private const string Relations = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>""";

    public static TheoryData<string, byte[], string, FileDanger> Kinds => new()
    {
        { "letter.pdf", "%PDF-1.7\n"u8.ToArray(), "PDF", FileDanger.None },
        { "letter.docx", "junk before %PDF-1.4"u8.ToArray(), "PDF, sent as a Word document", FileDanger.None },
        { "invoice.pdf.exe", "MZ\u0090\0"u8.ToArray(), "program", FileDanger.Program },
        { "letter.pdf", "MZ\u0090\0"u8.ToArray(), "program, sent as a PDF", FileDanger.Program },
        { "run", [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1], "program", FileDanger.Program },
        { "letter.txt", "#!/bin/sh\nrm -rf"u8.ToArray(), "program, sent as a text file", FileDanger.Program },
        { "letter.pdf", [0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0], "shortcut, sent as a PDF", FileDanger.Program },
        { "letter.js", "WScript.Shell"u8.ToArray(), "script", FileDanger.Program },
        { "letter.txt.vbs. ", "MsgBox 1"u8.ToArray(), "script", FileDanger.Program },
        { "scan.jpg", [0xff, 0xd8, 0xff, 0xe0], "image", FileDanger.None },
        { "scan.heic", [0, 0, 0, 24, .. "ftypheic"u8], "image", FileDanger.None },
        { "scan.png", "not a picture"u8.ToArray(), "text file, sent as an image", FileDanger.None },
        { "scan.pdf", [1, 2, 3, 0, 200], "file that nobody can tell, sent as a PDF", FileDanger.None },
        { "letter.docx", WordFile.Of(WordFile.Lines("Dear colleague")), "Word document", FileDanger.None },
        { "letter.docx", Office("word/document.xml", ("word/vbaProject.bin", "x")), "Word document with macros, which may do harm when it is opened", FileDanger.Active },
        { "letter.docx", Office("word/document.xml", ("[Content_Types].xml", "<Types><Default ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>")), "Word document with macros, which may do harm when it is opened", FileDanger.Active },
        { "letter.docx", Office("xl/workbook.xml"), "spreadsheet, sent as a Word document", FileDanger.None },
        { "list.xlsm", Office("xl/workbook.xml", ("xl/VBAPROJECT.BIN", "x")), "spreadsheet with macros, which may do harm when it is opened", FileDanger.Active },
        { "letters.zip", WordFile.Packed(("a/letter.pdf", "x")), "archive", FileDanger.None },
        { "letters.zip", WordFile.Packed(("a/letter.pdf", "x"), ("a/letter.pdf.EXE ", "x")), "archive with a program in it", FileDanger.Program },
        { "letters.docx", WordFile.Packed(("META-INF/MANIFEST.MF", "x")), "program, sent as a Word document", FileDanger.Program },
        { "letter.odt", WordFile.Packed(("mimetype", "application/vnd.oasis.opendocument.text"), ("Basic/Standard/Module1.xml", "x")), "text document with macros, which may do harm when it is opened", FileDanger.Active },
        { "letter.doc", Old("WordDocument"), "Word document", FileDanger.None },
        { "letter.doc", Old("WordDocument", "_VBA_PROJECT"), "Word document with macros, which may do harm when it is opened", FileDanger.Active },
        { "letter.docx", Old("EncryptedPackage"), "locked Office document", FileDanger.None },
        { "fw.msg", Old("__substg1.0_0037001F"), "mail", FileDanger.None },
        { "letter.rtf", "{\\rtf1 Dear colleague}"u8.ToArray(), "text document", FileDanger.None },
        { "letter.rtf", "{\\rtf1{\\object\\objdata 0105}}"u8.ToArray(), "text document with objects packed into it, which may do harm when it is opened", FileDanger.Active },
        { "letter.html", "<!DOCTYPE html><script>x()</script>"u8.ToArray(), "web page, which may do harm when it is opened", FileDanger.Active },
        { "photo.svg", "<svg xmlns='x' onload='x()'/>"u8.ToArray(), "web page, which may do harm when it is opened", FileDanger.Active },
        { "disk.img", [.. new byte[0x8001], .. "CD001"u8], "disk image", FileDanger.Program },
        { "notes.txt", "Name: Chloe"u8.ToArray(), "text file", FileDanger.None },
        { "notes.csv", "Name,Chloe"u8.ToArray(), "spreadsheet", FileDanger.None },
        { "smime.p7m", [0x30, 0x82, 1, 0], "encrypted message", FileDanger.None },
        { "gone.pdf", [], "PDF", FileDanger.None },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_what_its_bytes_say_and_what_it_claims_is_said_where_that_differs(string name, byte[] content, string words, FileDanger danger)
    {
        Attachments.InWords(content, name, null).ShouldBe(words);
        FileType.Of(content, name, null).Danger.ShouldBe(danger);
    }

    [Theory]
    [InlineData("letter.pdf", "letter.pdf")]
    [InlineData("letter.pdf.exe", "letter_pdf.pdf")]
    [InlineData("../../etc/passwd", "passwd.pdf")]
    [InlineData("C:\\Users\\kit\\Brief über Kit.pdf", "Brief über Kit.pdf")]
    [InlineData("letter\u202efdp.exe", "letterfdp.pdf")]
    [InlineData("a\u0000b\r\nSet-Cookie: x.pdf", "abSet-Cookie_ x.pdf")]
    [InlineData("CON.pdf", "_CON.pdf")]
    [InlineData("...", "file.pdf")]
    [InlineData("", "file.pdf")]
    [InlineData("\u2066\u2069", "file.pdf")]
    [InlineData("\"quoted\"; filename=evil.html", "quoted__ filename=evil.pdf")]
    public void It_is_saved_under_a_name_that_hides_nothing_with_the_ending_of_what_it_is(string claimed, string saved) =>
        FileName.ToSave(claimed, new("PDF", ".pdf")).ShouldBe(saved);

    [Fact]
    public void A_long_name_is_cut_and_keeps_its_ending()
    {
        FileName.ToSave(new string('n', 4_000) + ".pdf", new("PDF", ".pdf")).ShouldBe(new string('n', 80) + ".pdf");
        FileName.Shown(new string('n', 4_000) + ".pdf").Length.ShouldBeLessThan(160);
    }

    [Fact]
    public void A_letter_with_macros_is_read_and_whoever_opens_it_is_warned()
    {
        var letter = Office("word/document.xml", ("word/document.xml", $"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{WordFile.Lines("Name: Chloe Hartnoll", "DOB: 21/04/2013")}</w:body></w:document>"), ("word/vbaProject.bin", "x"));
        var referral = Mails.Referral(Mails.Mail("Letter attached.") with { Attachments = [new("letter.docm", null, letter, false)] });

        referral.Children.ShouldHaveSingleItem().Value(Fields.GivenName).ShouldBe("Chloe");
        referral.Unread.ShouldBe(["attachment 1 (Word document with macros, which may do harm when it is opened)"]);
    }

    [Fact]
    public void A_letter_that_grows_two_hundredfold_is_left_to_a_person()
    {
        var referral = Mails.Referral(Mails.Mail("Letter attached, Sam Taylor.") with { Attachments = [new("letter.docx", null, WordFile.Of(WordFile.Lines("Name: Chloe") + new string(' ', 9_000_000)), false)] });

        referral.Unread.ShouldBe(["attachment 1 (Word document)"]);
    }

    [Theory]
    [InlineData(null, ScanVerdict.Unknown)]
    [InlineData("No threats found", ScanVerdict.Clean)]
    [InlineData("Malicious", ScanVerdict.Malicious)]
    [InlineData("Error", ScanVerdict.Unknown)]
    [InlineData("Not scanned", ScanVerdict.Unknown)]
    [InlineData("no threats found", ScanVerdict.Unknown)]
    [InlineData("", ScanVerdict.Unknown)]
    public void Only_the_very_words_of_the_scan_let_a_file_out(string? said, ScanVerdict verdict)
    {
        ReadScan.Of(said is null ? new() : new Dictionary<string, string>(StringComparer.Ordinal) { [ReadScan.Tag] = said }).ShouldBe(verdict);
        ReadScan.Of(null).ShouldBe(ScanVerdict.Unknown);
    }

    [Fact]
    public void People_are_told_once_of_what_is_harmful_and_in_the_end_of_what_nobody_checked()
    {
        var service = Definitions.Shipped.Require("caring-to-care");
        var now = Instant.FromUtc(2026, 9, 15, 12, 0);
        var file = Somebody.Opened(service, Somebody.Referral());

        CheckFiles.Decide(service, file, Somebody.Intake, [ScanVerdict.Clean], 1, now).ShouldBe((null, false));
        CheckFiles.Decide(service, file, Somebody.Intake, [ScanVerdict.Clean, ScanVerdict.Unknown], 1, now).ShouldBe((null, true));
        var (harmful, again) = CheckFiles.Decide(service, file, Somebody.Intake, [ScanVerdict.Malicious, ScanVerdict.Unknown], 1, now);
        again.ShouldBeTrue();
        harmful.ShouldNotBeNull().File.Messages.Except(file.Messages).ShouldHaveSingleItem().ShouldSatisfyAllConditions(message => message.ToStaff.ShouldBeTrue(), message => message.About!.ShouldContain("would do harm"));
        CheckFiles.Decide(service, harmful.File, Somebody.Intake, [ScanVerdict.Malicious, ScanVerdict.Clean], 2, now).ShouldBe((null, false));
        var (unchecked_, ended) = CheckFiles.Decide(service, file, Somebody.Intake, [ScanVerdict.Unknown], CheckFiles.Most, now);
        ended.ShouldBeFalse();
        unchecked_.ShouldNotBeNull().File.Messages.ShouldContain(message => message.ToStaff && message.About!.Contains("not checked in time"));
    }

    private static byte[] Office(string main, params (string Name, string Content)[] more) =>
        WordFile.Packed([.. new[] { ("[Content_Types].xml", "<Types/>"), ("_rels/.rels", Relations), (main, "<x/>") }.Where(part => Array.TrueForAll(more, other => other.Name != part.Item1) && !(part.Item1 == "_rels/.rels" && more.Length > 0)), .. more]);

    private static byte[] Old(params string[] streams) => [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, .. new byte[504], .. streams.SelectMany(name => Encoding.Unicode.GetBytes(name + "\0"))];
}
