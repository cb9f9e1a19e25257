using System.Collections.Immutable;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>Forms as people send them. Everybody in them is invented.</summary>
internal static class Forms
{
    public const string Trusted = "sam.fielding@nhs.example";
    public const string Stranger = "sam.fielding@elsewhere.example";

    public static ReceivedForm Of(SystemUnderTest sut, string? email, string submission, params (string Field, string Answer)[] more)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["givenName"] = "Zebedee",
            ["familyName"] = "Quillfeather",
            ["dateOfBirth"] = "2014-05-06",
            ["category"] = "childInCare",
            ["responsibleAuthority"] = "Cheshire West and Chester",
            ["livesIn"] = "Cheshire West and Chester",
            ["referrerName"] = "Sam Fielding",
            ["referrerRole"] = "socialWorker",
            ["referrerPhone"] = "07700 900900",
            ["urgency"] = "routine",
        };
        if (email is not null)
        {
            answers["referrerEmail"] = email;
        }

        foreach (var (field, answer) in more)
        {
            answers[field] = answer;
        }

        return new()
        {
            Service = sut.Service.Id,
            Submission = submission,
            ReceivedAt = sut.Clock.GetCurrentInstant(),
            Answers = answers.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>Sends a form; the token of its receipt.</summary>
    public static Task<string> Send(this SystemUnderTest sut, string? email, string submission = "a", params (string Field, string Answer)[] more) =>
        sut.System.App.GetRequiredService<KeepReferral>().Keep(Of(sut, email, submission, more), CancellationToken.None);

    public static async Task<ReceiptEntry> Receipt(this SystemUnderTest sut, string token) =>
        (await sut.System.App.GetRequiredService<Receipts>().Read(token, CancellationToken.None)).ShouldNotBeNull().Entries.ShouldHaveSingleItem();

    /// <summary>Follows the link of the newest mail that asks to confirm.</summary>
    public static Task<ConfirmOutcome> Confirm(this SystemUnderTest sut)
    {
        var mail = sut.MailsTo(Stranger).Last(text => text.Contains("/refer/confirm/", StringComparison.Ordinal));
        var token = mail[(mail.IndexOf("/refer/confirm/", StringComparison.Ordinal) + "/refer/confirm/".Length)..].Split('"', ' ', '<', '\n', '&')[0];
        return sut.System.App.GetRequiredService<ConfirmReferral>().Confirm(token, CancellationToken.None);
    }
}
