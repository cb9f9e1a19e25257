using System.Collections.Immutable;
using System.Globalization;
using Heldspace.Allocation;
using Heldspace.Azure.Records;
using Heldspace.Azure.Tables;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Local;
using Heldspace.Local.InMemory;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Summaries;
using Heldspace.Time;
using NodaTime;

namespace Heldspace.Functions.Tests.Records;

[Collection(AzuriteFixture.Collection)]
public sealed class RecordsOnAzuriteTests(AzuriteFixture azurite) : RecordsContract
{
    protected override ITables Tables { get; } = azurite.Tables();
}

public sealed class RecordsInMemoryTests : RecordsContract
{
    protected override ITables Tables { get; } = new InMemoryTables(SystemClock.Instance);
}

/// <summary>What the record promises on whichever store.</summary>
public abstract class RecordsContract : IAsyncLifetime
{
    private const int Competitors = 20;

    private static readonly Instant Now = Instant.FromUtc(2026, 9, 15, 9, 30);

    private static readonly ServiceDefinition Shipped = ServiceDefinitions.Read(Path.Combine(LocalSystem.AppFolder, "services")).OrThrow().Require("caring-to-care");

    private static int intakes;

    /// <summary>A service that nobody else in this run uses.</summary>
    private readonly ServiceDefinition service = Shipped with { Id = AzuriteFixture.Unused("records") };

    protected abstract ITables Tables { get; }

    public async Task InitializeAsync()
    {
        foreach (var table in StorageLayout.Tables)
        {
            await Tables.CreateTable(table);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_case_is_opened_once()
    {
        var cases = new Cases(Tables);
        var opened = Opened();

        var first = await Task.WhenAll(Enumerable.Range(0, Competitors).Select(_ => cases.Open(opened, default)));

        first.Count(done => done).ShouldBe(1);
        (await cases.Read(service.Id, opened.File.Case.Id, default)).ShouldNotBeNull().File.Case.Reference.ShouldBe(opened.File.Case.Reference);
        (await History(cases, opened.File.Case.Id)).ShouldBe([typeof(CaseEvent.Received), typeof(CaseEvent.Decided)]);
    }

    [Fact]
    public async Task Of_many_who_change_a_case_at_once_one_does_and_the_history_has_no_gap()
    {
        var cases = new Cases(Tables);
        var opened = Opened();
        await cases.Open(opened, default);
        var id = opened.File.Case.Id;

        for (var round = 0; round < 3; round++)
        {
            var before = (await cases.Read(service.Id, id, default))!;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, Competitors).Select(_ =>
                cases.Commit(before, HoldAppointment.LostToAnotherClaim(service, before.File, before.File.Current!, Now), default)));
            outcomes.Count(outcome => outcome is not null).ShouldBe(1);
        }

        (await History(cases, id)).Count.ShouldBe(5);
        (await cases.Read(service.Id, id, default))!.File.Case.LastEvent.ShouldBe(5);
    }

    [Fact]
    public async Task A_step_of_a_message_is_taken_once_and_disturbs_no_change_of_the_case()
    {
        var cases = new Cases(Tables);
        var opened = Opened((Fields.Interpreter, "yes"));
        await cases.Open(opened, default);
        var before = (await cases.Read(service.Id, opened.File.Case.Id, default))!;
        var message = before.File.Messages[0];

        var drafts = await Task.WhenAll(Enumerable.Range(0, Competitors).Select(n =>
            cases.Commit(before, message with { State = MessageState.Drafted, DraftId = $"draft-{n}" }, default)));
        drafts.Count(outcome => outcome is not null).ShouldBe(1);

        (await cases.Commit(before, HoldAppointment.LostToAnotherClaim(service, before.File, before.File.Current!, Now), default)).ShouldNotBeNull();
        (await cases.Read(service.Id, opened.File.Case.Id, default))!.File.Messages[0].State.ShouldBe(MessageState.Drafted);
    }

    [Fact]
    public async Task Long_texts_of_any_symbols_come_back_as_they_were()
    {
        var cases = new Cases(Tables);
        var text = string.Concat(Enumerable.Repeat("a\U0001F9D2\u00e9\"\\\n", 15_000)) + "end";
        var opened = Opened((Fields.PresentingNeeds, text));

        await cases.Open(opened, default);

        var kept = (await cases.Read(service.Id, opened.File.Case.Id, default))!.File.Case.Child.Value(Fields.PresentingNeeds);
        (kept == text).ShouldBeTrue();
    }

    [Fact]
    public async Task A_row_of_a_newer_app_is_refused_with_what_to_do()
    {
        var cases = new Cases(Tables);
        var opened = Opened();
        await cases.Open(opened, default);
        await Tables.Merge(Cases.Table, new Row($"{service.Id}:{opened.File.Case.Id}", "case") { ["Schema"] = 2 }, global::Azure.ETag.All);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(async () => _ = await cases.Read(service.Id, opened.File.Case.Id, default));

        fault.Message.ShouldBe("A row of Case has schema 2; this app knows 1. Deploy the newer app.");
    }

    [Fact]
    public async Task Of_many_who_want_overlapping_slots_one_gets_its_own()
    {
        var slots = new Slots(Tables);
        var bearers = Enumerable.Range(0, Competitors).Select(_ => SomeBearer()).ToArray();

        var claims = await Task.WhenAll(bearers.Select((bearer, n) => slots.Claim(service, At(minutes: n % 3 * 15), 3, bearer, default)));

        claims.Count(claim => claim is Claim.Ours).ShouldBe(1);
        var standing = await slots.Claims(service, LondonWeek.Of(Now), LondonWeek.Of(Now).Next, default);
        (await Standing()).Select(row => row.RequireString("Case")).Distinct().ShouldHaveSingleItem();
        standing.Length.ShouldBe(6 + 4 + 1);
    }

    [Fact]
    public async Task Claiming_again_is_success_also_where_another_place_of_the_week_was_chosen()
    {
        var slots = new Slots(Tables);
        var (mine, other) = (SomeBearer(), SomeBearer());
        (await slots.Claim(service, At(minutes: 120), 3, other, default)).ShouldBeOfType<Claim.Ours>();

        (await slots.Claim(service, At(), 3, mine, default)).ShouldBeOfType<Claim.Ours>();
        (await slots.Claim(service, At(), 3, mine, default)).ShouldBeOfType<Claim.Ours>();
        (await slots.Claim(service, At(cap: 2), 3, mine, default)).ShouldBeOfType<Claim.Ours>();

        (await Caps(slots)).ShouldBe([0, 1]);
        (await slots.Claim(service, At(), 3, mine with { Attempt = 2 }, default)).ShouldBeOfType<Claim.Taken>("another attempt is another bearer");
    }

    [Fact]
    public async Task The_weekly_capacity_is_never_exceeded()
    {
        var slots = new Slots(Tables);

        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => slots.Claim(service, At(minutes: n * 90) with { Room = null }, 3, SomeBearer(), default)));

        claims.Count(claim => claim is Claim.Ours).ShouldBe(3);
        (await Caps(slots)).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task Giving_up_gives_up_ones_own_only_and_may_be_done_again()
    {
        var slots = new Slots(Tables);
        var (mine, other) = (SomeBearer(), SomeBearer());
        await slots.Claim(service, At(), 3, mine, default);
        await slots.Claim(service, At(minutes: 120), 3, other, default);

        await slots.Release(service, At(), other with { Attempt = 7 }, default);
        (await Caps(slots)).Count.ShouldBe(2);
        await slots.Release(service, At(), mine, default);
        await slots.Release(service, At(), mine, default);

        (await Standing()).ShouldAllBe(row => row.RequireString("Case") == other.Case.Text);
        (await slots.Claim(service, At(), 3, SomeBearer(), default)).ShouldBeOfType<Claim.Ours>();
    }

    [Fact]
    public async Task Unconfirmed_forms_take_no_more_places_than_the_cap()
    {
        var slots = new Slots(Tables);
        var cases = Enumerable.Range(0, Competitors).Select(_ => SomeBearer().Case).ToArray();

        var taken = await Task.WhenAll(cases.Select(id => slots.ClaimUnconfirmed(service, id, default)));

        taken.Count(done => done).ShouldBe(service.UnconfirmedHolds.Cap);
        var holder = cases[Array.IndexOf(taken, true)];
        (await slots.ClaimUnconfirmed(service, holder, default)).ShouldBeTrue();
        await slots.ReleaseUnconfirmed(service, holder, default);
        await slots.ReleaseUnconfirmed(service, holder, default);
        (await slots.ClaimUnconfirmed(service, SomeBearer().Case, default)).ShouldBeTrue();
        (await slots.ClaimUnconfirmed(service, SomeBearer().Case, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_kept_under_the_key_before_is_still_found_and_nothing_is_found_across_services()
    {
        var (before, after) = (new Lookups(Tables, OfKeys("one")), new Lookups(Tables, OfKeys("two", "one")));
        var (id, intake) = (SomeCase(), SomeIntake());
        var reference = await before.ClaimReference(service.Id, id, default);
        await before.KeepLink(service.Id, "receipt", "token", intake, default);

        (await after.ByReference(service.Id, reference, default)).ShouldBe(id);
        (await after.ByLink(service.Id, "receipt", "token", default)).ShouldBe(intake);
        (await after.ByLink(service.Id, "confirm", "token", default)).ShouldBeNull();
        (await after.ByReference($"{service.Id}x", reference, default)).ShouldBeNull();
        (await after.ByLink($"{service.Id}x", "receipt", "token", default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_reference_that_another_case_has_is_passed_over_also_after_the_keys_have_changed()
    {
        var (before, after) = (new Lookups(Tables, OfKeys("one")), new Lookups(Tables, OfKeys("two", "one")));
        var id = SomeCase();
        var first = await before.ClaimReference(service.Id, id, default);
        (await before.ClaimReference(service.Id, id, default)).ShouldBe(first);
        (await after.ClaimReference(service.Id, id, default)).ShouldBe(first);

        // The same reference now belongs to somebody else: the next one is derived, the same whenever it is asked for.
        await foreach (var row in Tables.Query(Lookups.Table, RowFilter.PartitionsStarting($"{service.Id}:reference:")))
        {
            await Tables.Replace(Lookups.Table, row.With("Value", SomeCase().Text), row.ETag);
        }

        var next = await after.ClaimReference(service.Id, id, default);
        next.ShouldNotBe(first);
        (await after.ClaimReference(service.Id, id, default)).ShouldBe(next);
        (await after.ByReference(service.Id, next, default)).ShouldBe(id);
    }

    [Theory]
    [InlineData("2026-09-15T09:30:00Z", "2026-09-15T09:30:00Z")]
    [InlineData("2026-09-15T09:30:01Z", "2026-09-15T09:31:00Z")]
    [InlineData("2026-09-15T23:58:59Z", "2026-09-15T23:59:00Z")]
    [InlineData("2026-09-15T23:59:00Z", "2026-09-15T23:59:00Z")]
    [InlineData("2026-09-15T23:59:30Z", "2026-09-16T00:00:00Z")]
    [InlineData("2026-09-16T00:00:00Z", "2026-09-16T00:00:00Z")]
    [InlineData("2026-10-25T00:59:30Z", "2026-10-25T01:00:00Z")]
    [InlineData("2027-03-28T00:59:59Z", "2027-03-28T01:00:00Z")]
    public async Task What_is_due_is_due_with_the_first_whole_minute_and_never_before(string at, string due)
    {
        var rows = new Due(Tables);
        var (wanted, from) = (Parse(at), Parse(due));
        await rows.Plan(new(service.Id, DueKinds.HoldExpiry, wanted, SomeCase(), "1"), Now, default);

        (await By(rows, from - Duration.FromSeconds(1))).ShouldBeEmpty();
        var found = (await By(rows, from)).ShouldHaveSingleItem();
        found.Row.At.ShouldBe(from);
        found.Row.At.ShouldBeGreaterThanOrEqualTo(wanted);
        await rows.Remove(found.Stored, default);
        (await By(rows, from + Duration.FromDays(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_planned_into_a_past_day()
    {
        var rows = new Due(Tables);
        await rows.Plan(new(service.Id, DueKinds.HoldExpiry, Now - Duration.FromDays(40), SomeCase(), "1"), Now, default);

        (await By(rows, Now)).ShouldHaveSingleItem().Row.At.ShouldBe(Now);
    }

    [Fact]
    public async Task A_fact_is_counted_in_the_week_in_which_it_happened_in_London_and_once()
    {
        var facts = new Facts(Tables);
        var sunday = London.At(new(2026, 9, 20), new(23, 59, 59));
        Fact Of(string id, Instant at) => new(id, "received", at, new Dictionary<string, string>(StringComparer.Ordinal) { ["Channel"] = "Mail" });

        await facts.Write(service.Id, [Of("a", sunday), Of("b", sunday + Duration.FromSeconds(1)), Of("c", sunday)], default);
        await facts.Write(service.Id, [Of("a", sunday)], default);

        (await Count(Facts.Table, $"{service.Id}:2026-W38")).ShouldBe(2);
        (await Count(Facts.Table, $"{service.Id}:2026-W39")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_who_move_a_cursor_one_does()
    {
        var cursors = new Cursors(Tables);
        (await Task.WhenAll(Enumerable.Range(0, Competitors).Select(n => cursors.Move(service.Id, "x", null, $"{n}", default)))).Count(moved => moved).ShouldBe(1);
        var standing = (await cursors.Read(service.Id, "x", default))!;

        (await Task.WhenAll(Enumerable.Range(0, Competitors).Select(n => cursors.Move(service.Id, "x", standing, $"next {n}", default)))).Count(moved => moved).ShouldBe(1);
        (await cursors.Move(service.Id, "x", standing, "late", default)).ShouldBeFalse();
        (await cursors.Read(service.Id, "x", default))!.Value.ShouldStartWith("next");
    }

    private static Instant Parse(string text) => NodaTime.Text.InstantPattern.General.Parse(text).Value;

    private static Keys OfKeys(string current, params string[] earlier)
    {
        var options = new KeyOptions { Current = current };
        foreach (var version in earlier.Append(current))
        {
            options.Secrets[version] = Convert.ToBase64String([.. Enumerable.Repeat((byte)version[0], 32)]);
        }

        return new(options);
    }

    private static IntakeId SomeIntake()
    {
        var n = Interlocked.Increment(ref intakes);
        return IntakeId.Parse(string.Create(CultureInfo.InvariantCulture, $"{20260915083000000 + n}-abcdefghijklmnop"));
    }

    private static CaseId SomeCase() => CaseId.Of(SomeIntake(), 1);

    private static Bearer SomeBearer() => new(SomeCase(), "assessment-1", 1);

    private static Slot At(int minutes = 0, int cap = 0)
    {
        var start = Instant.FromUtc(2026, 9, 16, 8, 15) + Duration.FromMinutes(minutes);
        var around = Duration.FromMinutes(15);
        var end = start + Duration.FromHours(1);
        return new() { Clinician = "ada", Place = "willow", Room = "willow-garden-room", Cap = cap, Start = start, End = end, BlockStart = start - around, BlockEnd = end + around };
    }

    private Change Opened(params (Field Field, string Value)[] more)
    {
        (Field Field, string Value)[] plain =
            [(Fields.GivenName, "Robin"), (Fields.DateOfBirth, "2014-05-06"), (Fields.Category, "childInCare"), (Fields.ResponsibleAuthority, "Cheshire West and Chester")];
        var referral = new Referral
        {
            Service = service.Id,
            Intake = SomeIntake(),
            Channel = Channel.Mail,
            ReceivedAt = Now,
            Referrer = new("Sam Fielding", "socialWorker", EmailAddress.Parse("sam.fielding@nhs.example"), null, null, true),
            Children = [new(1, plain.Concat(more).ToImmutableSortedDictionary(fact => fact.Field.Name, fact => Reading.Known(fact.Value, "test"), StringComparer.Ordinal))],
        };
        return OpenCase.Decide(service, referral, referral.Children[0], Reference.Of(1), Now);
    }

    private async Task<IReadOnlyList<Type>> History(Cases cases, CaseId id)
    {
        var events = new List<Type>();
        await foreach (var happened in cases.History(service.Id, id, default))
        {
            events.Add(happened.GetType());
        }

        return events;
    }

    private async Task<IReadOnlyList<Row>> Standing()
    {
        var rows = new List<Row>();
        await foreach (var row in Tables.Query(Slots.Table, RowFilter.Partition($"{service.Id}:{service.Allocation.Pool}:{LondonWeek.Of(Now)}")))
        {
            rows.Add(row);
        }

        return rows;
    }

    private async Task<IReadOnlyList<int>> Caps(Slots slots) =>
        [.. (await slots.Claims(service, LondonWeek.Of(Now), LondonWeek.Of(Now), default)).Select(claim => claim.Cell).OfType<CellKey.Cap>().Select(cap => cap.N).Order()];

    private async Task<IReadOnlyList<(DueRow Row, Row Stored)>> By(Due rows, Instant now)
    {
        var found = new List<(DueRow, Row)>();
        await foreach (var row in rows.By(service.Id, DueKinds.HoldExpiry, new(2026, 9, 14), now, default))
        {
            found.Add(row);
        }

        return found;
    }

    private async Task<int> Count(string table, string partition)
    {
        var count = 0;
        await foreach (var _ in Tables.Query(table, RowFilter.Partition(partition)))
        {
            count++;
        }

        return count;
    }
}
