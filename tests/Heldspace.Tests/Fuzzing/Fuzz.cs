using System.Diagnostics;
using System.Globalization;
using Heldspace.Intake;
using Heldspace.Intake.Files;
using Heldspace.Pathway;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Fuzzing;

/// <summary>
/// Reads mail after mail for as long as it is told, and ends with 0 only if every one ended in a state. Runs in a process of its own, so that whoever started it can
/// hold its memory to a limit and see it hang. Says the seed of each mail before it is read: <c>fuzz 0 SEED</c> reads that one again.
/// </summary>
internal static class Fuzz
{
    /// <summary>For one mail, of this process's own time: others on the machine do not count.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="args">fuzz SECONDS SEED</param>
    public static int Main(string[] args)
    {
        if (args is not ["fuzz", var seconds, var first])
        {
            Console.Error.WriteLine("Usage: fuzz SECONDS SEED");
            return 2;
        }

        var until = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
        var seed = int.Parse(first, CultureInfo.InvariantCulture);
        var (watch, mails, worst) = (Stopwatch.StartNew(), 0, TimeSpan.Zero);
        using var process = Process.GetCurrentProcess();
        do
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
            var mail = new AnyBytes(seed).Mail();
            var taken = Time(process, mail);

            // Whoever comes first pays for what the runtime compiles, which the published app has compiled already: a mail is slow that is slow again.
            taken = taken > Longest ? Time(process, mail) : taken;
            worst = taken > worst ? taken : worst;
            if (taken > Longest)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed} took {taken.TotalSeconds:F1} s"));
                return 3;
            }

            (mails, seed) = (mails + 1, unchecked(seed + 1));
        }
        while (watch.Elapsed < until);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mails} mails, the longest {worst.TotalSeconds:F2} s"));
        return 0;
    }

    private static TimeSpan Time(Process process, ReceivedMail mail)
    {
        process.Refresh();
        var before = process.TotalProcessorTime;
        Read(mail);
        process.Refresh();
        return process.TotalProcessorTime - before;
    }

    /// <summary>By every door that a mail goes through.</summary>
    private static void Read(ReceivedMail mail)
    {
        foreach (var attachment in mail.Attachments)
        {
            FileName.ToSave(attachment.Name, FileType.Of(attachment.Content, attachment.Name, attachment.ContentType)).Length.ShouldBeInRange(1, 400);
        }

        var texts = MailTexts.Of(mail, Mails.Service);
        switch (ReadMail.Read(mail, texts, Mails.Service, Mails.Intake))
        {
            case MailReading.Ignored(var reason):
                reason.ShouldNotBeNullOrEmpty();
                break;

            case MailReading.IsReferral(var referral):
                referral.Children.ShouldNotBeEmpty();
                foreach (var child in referral.Children)
                {
                    var opened = OpenCase.Decide(Mails.Service, referral, child, Reference.Of((uint)child.Ordinal), Mails.Now).File;
                    opened.Case.State.ShouldBeOneOf(CaseState.Open, CaseState.Signposted, CaseState.Quarantined);
                    Heldspace.Json.HeldspaceJson.Read<Heldspace.Pathway.Case>(Heldspace.Json.HeldspaceJson.Write(opened.Case)).State.ShouldBe(opened.Case.State);
                }

                _ = ReadReply.References(mail);
                _ = TakeReply.Decide(Mails.Service, OpenCase.Decide(Mails.Service, referral, referral.Children[0], Reference.Of(9), Mails.Now).File, ReadReply.Read(mail, texts, Mails.Service, Mails.Intake, referral), Mails.Now);
                break;
        }
    }
}
