using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Functions.Hosting;
using Heldspace.Functions.Refer;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;

namespace Heldspace.Functions.Tests.Reliability.Histories;

/// <summary>Draws what people do: those who refer, and all the others by way of <see cref="OutlookDeeds"/>, <see cref="FamilyDeeds"/> and <see cref="StaffDeeds"/>.</summary>
internal sealed class Deeds(History history)
{
    private readonly OutlookDeeds outlook = new(history);
    private readonly FamilyDeeds family = new(history);
    private readonly StaffDeeds staff = new(history);
    private readonly List<IntakeId> unconfirmed = [];

    /// <summary>So many deeds as things stand. Some are of several people who want the same thing.</summary>
    public async Task<IReadOnlyList<Deed>> Draw(int count, int mostChildren)
    {
        var (random, files) = (history.Random, await history.Files());
        var deeds = new List<Deed>();
        while (deeds.Count < count)
        {
            var what = random.Next(100);
            if (files.Count == 0 || (what < 14 && history.Referred < mostChildren))
            {
                deeds.Add(Refer());
                continue;
            }

            var file = files[random.Next(files.Count)];
            IEnumerable<Deed> more = what switch
            {
                < 14 => unconfirmed.Count == 0 ? [] : [Confirm(unconfirmed[random.Next(unconfirmed.Count)])],
                < 44 => outlook.Draw(file, files),
                < 68 => family.Draw(file),
                < 94 => staff.Draw(file),
                _ => await staff.Absence(files),
            };
            deeds.AddRange(more);
        }

        return deeds;
    }

    private Deed Refer()
    {
        if (history.Referred > 0 && history.Random.Next(5) == 0)
        {
            var (about, by) = (history.Random.Next(history.Referred) + 1, ++history.ReferredAgain);
            return new($"mail {by} comes about child {about} whom somebody else referred", [], () =>
            {
                history.Sut.Deliver(Mails.Complete(about, string.Create(CultureInfo.InvariantCulture, $"second{by}@nhs.example")));
                return Task.CompletedTask;
            })
            {
                PastTheApp = true,
            };
        }

        var n = ++history.Referred;
        var kind = history.Random.Next(5);
        if (kind < 3)
        {
            return new($"mail {n} comes", [], () =>
            {
                history.Sut.Deliver(Mails.Complete(n, string.Create(CultureInfo.InvariantCulture, $"referrer{n}@nhs.example")));
                return Task.CompletedTask;
            })
            {
                PastTheApp = true,
            };
        }

        var form = Form(n, kind == 3 ? "nhs.example" : "elsewhere.example");
        if (kind == 4)
        {
            unconfirmed.Add(IntakeStore.IdOf(form.ReceivedAt, form.Service, "form", form.Submission));
        }

        return new($"form {n} comes{(kind == 4 ? ", to be confirmed" : "")}", [], async () => await history.App<KeepReferral>().Keep(form, default)) { Insists = true };
    }

    private Deed Confirm(IntakeId intake) => new(
        $"{intake} is confirmed", [CaseId.Of(intake, 1)], async () => await history.App<ConfirmCase>().Confirm(history.App<Links>().ConfirmToken(history.Service.Id, intake), default));

    private ReceivedForm Form(int n, string domain) => new()
    {
        Service = history.Service.Id,
        Submission = string.Create(CultureInfo.InvariantCulture, $"submission-{n}"),
        ReceivedAt = history.Now,
        Answers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Fields.GivenName.Name] = "Robin",
            [Fields.FamilyName.Name] = Mails.Surname(n),
            [Fields.DateOfBirth.Name] = string.Create(CultureInfo.InvariantCulture, $"{2003 + (n % 15)}-03-{1 + (n % 28):00}"),
            [Fields.Category.Name] = Categories.ChildInCare,
            [Fields.LegalStatus.Name] = "C2",
            [Fields.ResponsibleAuthority.Name] = "Cheshire West and Chester",
            [Fields.LivesIn.Name] = "Cheshire West and Chester",
            [Fields.ReferrerName.Name] = "Sam Fielding",
            [Fields.ReferrerRole.Name] = "socialWorker",
            [Fields.ReferrerEmail.Name] = string.Create(CultureInfo.InvariantCulture, $"referrer{n}@{domain}"),
            [Fields.Urgency.Name] = n % 7 == 0 ? "urgent" : "routine",
        }.ToImmutableSortedDictionary(StringComparer.Ordinal),
    };
}
