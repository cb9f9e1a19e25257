using System.Text.Json.Nodes;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Pathway;
using Heldspace.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>What a test looks at after a journey.</summary>
internal static class Looking
{
    public static readonly Duration Moment = Duration.FromMinutes(2);

    public static async Task<CaseFile> OnlyCase(this SystemUnderTest sut) => (await sut.Cases()).ShouldHaveSingleItem(string.Join('\n', sut.Logs.Lines));

    /// <summary>Mails to somebody outside as they were sent, to a colleague as they lie in their inbox; in order, without invitations.</summary>
    public static IReadOnlyList<JsonObject> Sent(this SystemUnderTest sut, string address) => sut.System.Tenant.Mailboxes.Any(box => box.Address == address)
        ? [.. sut.System.Tenant.Messages(address).Reverse().Where(mail => mail["@odata.type"] is null || mail["@odata.type"]!.GetValue<string>() == "#microsoft.graph.message")]
        : [.. sut.System.Tenant.Outbox.Where(mail => mail.To == address).Select(mail => mail.Message)];

    public static IReadOnlyList<string> SubjectsTo(this SystemUnderTest sut, string address) =>
        [.. sut.Sent(address).Select(mail => mail["subject"]!.GetValue<string>())];

    /// <summary>Subject and body of every mail to somebody, in the order of sending.</summary>
    public static IReadOnlyList<string> MailsTo(this SystemUnderTest sut, string address) =>
        [.. sut.Sent(address).Select(mail => $"{mail["subject"]}\n{mail["body"]!["content"]}")];

    /// <summary>Events of our own in all clinicians' calendars.</summary>
    public static int EventsHeld(this SystemUnderTest sut) => sut.Service.Team
        .Where(member => sut.System.Tenant.Mailboxes.Any(box => box.Address == member.Mailbox.Text))
        .Sum(member => sut.System.Tenant.Events(member.Mailbox.Text).Count(item => item["subject"]!.GetValue<string>().Contains("HS-", StringComparison.Ordinal)));

    /// <summary>Rows that stand in the table of claims; when somebody is away is none.</summary>
    public static async Task<int> Claims(this SystemUnderTest sut)
    {
        var count = 0;
        await foreach (var row in sut.System.Tables.Query(Slots.Table, RowFilter.Everything))
        {
            count += row.PartitionKey.EndsWith(":away", StringComparison.Ordinal) ? 0 : 1;
        }

        return count;
    }

    /// <summary>How many rows say that somebody is not there.</summary>
    public static async Task<int> Away(this SystemUnderTest sut)
    {
        var count = 0;
        await foreach (var row in sut.System.Tables.Query(Slots.Table, RowFilter.Everything))
        {
            count += row.PartitionKey.EndsWith(":away", StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }

    /// <summary>A part of the app.</summary>
    public static T App<T>(this SystemUnderTest sut)
        where T : notnull => sut.System.App.GetRequiredService<T>();

    /// <summary>The kind of every fact that summaries count.</summary>
    public static async Task<IReadOnlyList<string>> FactKinds(this SystemUnderTest sut)
    {
        var kinds = new List<string>();
        await foreach (var row in sut.System.Tables.Query(Facts.Table, RowFilter.Everything))
        {
            kinds.Add(row.RequireString("Kind"));
        }

        return kinds;
    }

    /// <summary>Fills everybody's diary from a day on; the ids of what stands in each.</summary>
    public static IReadOnlyDictionary<string, string> FillDiaries(this SystemUnderTest sut, LocalDate from, LocalDate to) => sut.Service.Team.ToDictionary(
        member => member.Mailbox.Text,
        member => sut.System.Tenant.Block(member.Mailbox.Text, London.At(from, LocalTime.Midnight), London.At(to.PlusDays(1), LocalTime.Midnight)));

    /// <summary>Nothing that is seen over a shoulder says anything personal: subjects of every mail and every calendar entry.</summary>
    public static void NothingPersonalIsShown(this SystemUnderTest sut, params string[] canaries)
    {
        var shown = sut.System.Tenant.Outbox.Select(mail => mail.Message["subject"]!.GetValue<string>())
            .Concat(sut.System.Tenant.Mailboxes.Where(box => !sut.Service.Mailboxes.Any(own => own.Text == box.Address)).SelectMany(box => sut.SubjectsTo(box.Address)))
            .Concat(sut.System.Tenant.Mailboxes.SelectMany(box => sut.System.Tenant.Events(box.Address)).SelectMany(item => new[]
            {
                item["subject"]?.GetValue<string>() ?? "",
                item["body"]?["content"]?.GetValue<string>() ?? "",
                item["location"]?["displayName"]?.GetValue<string>() ?? "",
            })).ToList();
        shown.ShouldNotBeEmpty();
        foreach (var canary in canaries)
        {
            shown.ShouldAllBe(text => !text.Contains(canary, StringComparison.OrdinalIgnoreCase), canary);
            sut.Logs.Lines.ShouldAllBe(line => !line.Contains(canary, StringComparison.OrdinalIgnoreCase), canary);
        }
    }
}
