using System.Text;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Eligibility;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Functions.Tests.Microsoft365;
using Heldspace.Pathway;

namespace Heldspace.Functions.Tests.Hosting;

/// <summary>What the app sends, over everything it does: as Graph's published types have it, and without a personal word where none belongs.</summary>
public sealed class WholeTrafficTests
{
    [Fact]
    public async Task All_that_passes_between_the_app_and_Graph_fits_the_published_types_in_both_directions()
    {
        await using var whole = await WholeTraffic.Start();

        await whole.TakeSamples();
        await whole.TakeOneThatAPersonOvertakes();
        (await whole.SendForm(
            ("who", [("referrerRole", "carer")]),
            ("you", [("referrerName", "Pat Fiction"), ("referrerEmail", "pat.fiction@nhs.example"), ("referrerPhone", "01632 960002")]),
            ("child", [("givenName", "Robin"), ("familyName", "Fiction")]),
            ("urgency", [("urgency", "routine")]),
            ("check", []))).ShouldBe(System.Net.HttpStatusCode.SeeOther);
        await whole.LetPeopleChangeThings();
        await whole.LeaveAnOrphanDraft();
        var traffic = whole.Sut.System.Microsoft365.Traffic;

        GraphContract.Published.Problems(traffic.Exchanges, traffic.Notifications).ShouldBeEmpty();
        var files = await whole.Sut.Cases();
        files.ShouldContain(file => file.Case.Eligibility.Outcome == Outcome.Eligible);
        files.ShouldContain(file => file.Case.Eligibility.Outcome == Outcome.NeedsInformation);
        files.ShouldContain(file => file.Case.Eligibility.Outcome == Outcome.ManagerDecides);
        files.ShouldContain(file => file.Appointments.Any(appointment => appointment.Attempt > 1 && appointment.State == AppointmentState.Held), "A person was there first once.");
        traffic.Notifications.ShouldNotBeEmpty();
        foreach (var kind in new[] { "subscriptions", "delta", "move", "getSchedule", "events", "messages", "send", "DELETE", "PATCH", "calendarView", "cancel" })
        {
            traffic.Exchanges.ShouldContain(exchange => exchange.Kind.Contains(kind, StringComparison.OrdinalIgnoreCase), $"{kind} was never asked for, so nothing was checked.");
        }

        whole.Sut.System.Tenant.Messages(whole.Sut.Service.Mailboxes[0].Text, "drafts").ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_personal_leaves_the_case()
    {
        string[] canaries =
        [
            "Zephyrine", "Quixworthy", "17/03/2014", "2014-03-17", "17 March 2014", "20140317", "9434765919", "943 476 5919", "CH65 9ZZ", "CH659ZZ",
            "Larkspur", "07700900461", "07700 900461", "Thistlewood", "marguerite", "Wimbleford", "Harmsworthy",
        ];
        await using var whole = await WholeTraffic.Start();
        whole.Sut.Deliver(Mails.Mail(
            "Referral for Zephyrine Quixworthy 17/03/2014",
            """
            First name: Zephyrine
            Surname: Quixworthy
            Date of birth: 17/03/2014
            NHS number: 943 476 5919
            Address: 41 Larkspur Crescent, Ellesmere Port
            Postcode: CH65 9ZZ
            Category: child in care
            Legal status: C2
            Responsible authority: Cheshire West and Chester
            Lives in: Cheshire West and Chester
            Carer: Harmsworthy
            School: Wimbleford Academy
            Telephone: 07700 900461
            Referrer: Marguerite Thistlewood
            Role: social worker
            Urgency: routine
            """,
            "marguerite.thistlewood@nhs.example"));
        (await whole.SendForm(
            ("who", [("referrerRole", "carer")]),
            ("you", [("referrerName", "Marguerite Thistlewood"), ("referrerEmail", "marguerite@nhs.example"), ("referrerPhone", "07700900461")]),
            ("child", [("givenName", "Zephyrine"), ("familyName", "Quixworthy")]),
            ("urgency", [("urgency", "routine")]),
            ("check", []))).ShouldBe(System.Net.HttpStatusCode.SeeOther);
        var system = whole.Sut.System;
        var files = await whole.Sut.Cases();
        files.Count.ShouldBe(2, string.Join('\n', whole.Sut.Logs.Lines.TakeLast(20)));
        files.ShouldAllBe(file => file.Current!.State == AppointmentState.Held);

        var said = new List<(string Where, string What)>();
        said.AddRange(whole.Queued.Select(sent => ("a queue message", sent)));
        said.AddRange(whole.Sut.Logs.Lines.Select(line => ("a log line", line)));
        said.AddRange(system.Microsoft365.Traffic.Exchanges.Select(exchange => ("an address", exchange.PathAndQuery)));
        said.AddRange(system.Tenant.Outbox.Select(mail => ("a mail's subject", mail.Message["subject"]!.GetValue<string>())));
        said.AddRange(system.Tenant.Mailboxes.SelectMany(mailbox => system.Tenant.Events(mailbox.Address)).Select(entry => ("a calendar entry", entry.ToJsonString())));
        foreach (var table in StorageLayout.Tables)
        {
            await foreach (var row in system.Tables.Query(table, RowFilter.Everything))
            {
                said.Add(($"a key of {table}", $"{row.PartitionKey} {row.RowKey}"));
                if (table != Cases.Table)
                {
                    said.AddRange(row.Properties.Select(property => ($"{table} {row.RowKey} {property.Key}", property.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : property.Value.ToString()!)));
                }
            }
        }

        foreach (var container in Containers.All)
        {
            await foreach (var blob in system.Blobs.List(container, ""))
            {
                said.Add(("a blob's name", $"{container}/{blob.Name}"));
            }
        }

        foreach (var where in new[] { "a queue message", "a log line", "an address", "a mail's subject", "a calendar entry", "a blob's name" })
        {
            said.ShouldContain(entry => entry.Where == where, $"Nothing was looked through for {where}.");
        }

        said.Where(entry => canaries.Any(canary => entry.What.Contains(canary, StringComparison.OrdinalIgnoreCase))).ShouldBeEmpty();
    }
}
