using System.Net;
using Heldspace.Azure.Graph;
using Heldspace.Intake;
using Heldspace.Local.Microsoft365;

namespace Heldspace.Functions.Tests.Graph;

/// <summary>Moving, drafting and sending, against the Microsoft 365 stand-in.</summary>
public sealed class MailboxSendingTests
{
    private static readonly OutgoingMail Held = new()
    {
        To = [EmailAddress.Parse("ada.worker@council.example")],
        Cc = [Office.Scheduler],
        Subject = "HS-7K3M-Q9: held for you",
        Paragraphs = ["Hello,", "a time is held."],
        Marker = "case-1:message:held",
    };

    [Fact]
    public async Task Moving_makes_the_folder_once_and_then_costs_one_call()
    {
        await using var office = new Office();
        var (first, second) = (office.Deliver("First"), office.Deliver("Second"));

        (await office.Mailbox.Move(Office.Referrals, first, "Processed", default)).ShouldBe(Moved.There);
        office.Wire.Forget();
        (await office.Mailbox.Move(Office.Referrals, second, "Processed", default)).ShouldBe(Moved.There);

        office.Calls().ShouldBe([$"POST /v1.0/users/referrals@service.example/messages/{second}/move"]);
        office.Tenant.Messages(Office.Referrals.Text, "Processed").Count.ShouldBe(2);
        office.Tenant.FolderNames(Office.Referrals.Text).Count(name => name == "Processed").ShouldBe(1);
    }

    [Fact]
    public async Task A_folder_that_is_there_is_found_by_its_name()
    {
        await using var office = new Office();
        await office.Mailbox.Move(Office.Referrals, office.Deliver("First"), "Children's desk", default);

        await new Azure.Graph.Mailbox(office.Graph).Move(Office.Referrals, office.Deliver("Second"), "Children's desk", default);

        office.Tenant.Messages(Office.Referrals.Text, "Children's desk").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_folder_made_by_another_instance_in_between_is_used()
    {
        await using var office = new Office();
        var id = office.Deliver("First");
        office.Wire.Before = seen =>
        {
            if (seen.Method == "POST" && seen.Path.EndsWith("/mailFolders", StringComparison.Ordinal))
            {
                office.Wire.Before = null;
                new Azure.Graph.Mailbox(office.Graph).Move(Office.Referrals, office.Deliver("Other"), "Processed", default).GetAwaiter().GetResult();
            }

            return null;
        };

        (await office.Mailbox.Move(Office.Referrals, id, "Processed", default)).ShouldBe(Moved.There);

        office.Tenant.Messages(Office.Referrals.Text, "Processed").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Moving_again_and_moving_what_has_gone_changes_nothing()
    {
        await using var office = new Office();
        var id = office.Deliver("First");
        await office.Mailbox.Move(Office.Referrals, id, "Processed", default);

        (await office.Mailbox.Move(Office.Referrals, id, "Processed", default)).ShouldBe(Moved.There);

        office.Tenant.DeleteMessage(Office.Referrals.Text, id);
        office.Tenant.DeleteMessage(Office.Referrals.Text, id);
        (await office.Mailbox.Move(Office.Referrals, id, "Processed", default)).ShouldBe(Moved.Gone);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "ErrorFolderNotFound")]
    [InlineData(HttpStatusCode.BadRequest, "ErrorInvalidIdMalformed")]
    public async Task A_folder_that_somebody_deleted_is_found_or_made_anew(HttpStatusCode status, string code)
    {
        await using var office = new Office();
        await office.Mailbox.Move(Office.Referrals, office.Deliver("First"), "Processed", default);
        var id = office.Deliver("Second");
        var refused = 0;
        office.Wire.Before = seen => seen.Path.EndsWith("/move", StringComparison.Ordinal) && refused++ == 0 ? GraphWire.Error(status, code) : null;

        (await office.Mailbox.Move(Office.Referrals, id, "Processed", default)).ShouldBe(Moved.There);

        office.Tenant.Messages(Office.Referrals.Text, "Processed").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_move_whose_answer_is_lost_is_done_again()
    {
        await using var office = new Office();
        var id = office.Deliver("First");
        office.Server.Faults.Order("POST", path => path.EndsWith("/move", StringComparison.Ordinal), new Fault.DropAfter());

        (await office.Mailbox.Move(Office.Referrals, id, "Processed", default)).ShouldBe(Moved.There);

        office.Tenant.Messages(Office.Referrals.Text, "Processed").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_is_drafted_and_sent_with_one_call_each_and_keeps_its_id()
    {
        await using var office = new Office();

        var id = await office.Mailbox.CreateDraft(Office.Referrals, Held, default);
        office.Calls().ShouldBe(["POST /v1.0/users/referrals@service.example/messages"]);
        (await office.Mailbox.StateOf(Office.Referrals, id, default)).ShouldBe(DraftState.Draft);

        office.Wire.Forget();
        (await office.Mailbox.Send(Office.Referrals, id, default)).ShouldBe(SendOutcome.Sent);
        office.Calls().ShouldBe([$"POST /v1.0/users/referrals@service.example/messages/{id}/send"]);
        (await office.Mailbox.StateOf(Office.Referrals, id, default)).ShouldBe(DraftState.Sent);

        var sent = office.Tenant.Outbox.ShouldHaveSingleItem();
        sent.To.ShouldBe("ada.worker@council.example");
        sent.Message["subject"]!.ToString().ShouldBe(Held.Subject);
        sent.Message["body"]!["content"]!.ToString().ShouldBe(MailBody.Html(Held.Paragraphs));
        sent.Message["internetMessageHeaders"]!.ToJsonString().ShouldContain("X-Auto-Response-Suppress");
        sent.Message.ContainsKey("singleValueExtendedProperties").ShouldBeFalse();
        office.Tenant.Messages(Office.Scheduler.Text).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_send_whose_answer_is_lost_is_looked_up_and_not_repeated()
    {
        await using var office = new Office();
        var id = await office.Mailbox.CreateDraft(Office.Referrals, Held, default);
        office.Server.Faults.Order("POST", path => path.EndsWith("/send", StringComparison.Ordinal), new Fault.DropAfter());

        (await office.Mailbox.Send(Office.Referrals, id, default)).ShouldBe(SendOutcome.Unknown);
        (await office.Mailbox.StateOf(Office.Referrals, id, default)).ShouldBe(DraftState.Sent);

        (await office.Mailbox.Send(Office.Referrals, id, default)).ShouldBe(SendOutcome.Sent);
        office.Tenant.Outbox.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_send_that_never_arrived_is_looked_up_and_still_a_draft()
    {
        await using var office = new Office();
        var id = await office.Mailbox.CreateDraft(Office.Referrals, Held, default);
        office.Server.Faults.Order("POST", path => path.EndsWith("/send", StringComparison.Ordinal), new Fault.DropBefore());

        (await office.Mailbox.Send(Office.Referrals, id, default)).ShouldBe(SendOutcome.Unknown);

        (await office.Mailbox.StateOf(Office.Referrals, id, default)).ShouldBe(DraftState.Draft);
        office.Tenant.Outbox.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_send_that_is_done_too_late_is_looked_up_and_sent()
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var office = new Office(options => options.RequestTimeout = TimeSpan.FromSeconds(1));
        var id = await office.Mailbox.CreateDraft(Office.Referrals, Held, default);
        office.Wire.After = async (seen, cancellation) =>
        {
            if (seen.Path.EndsWith("/send", StringComparison.Ordinal))
            {
                await stop.Task.WaitAsync(cancellation);
            }

            return null;
        };

        (await office.Mailbox.Send(Office.Referrals, id, default)).ShouldBe(SendOutcome.Unknown);

        (await office.Mailbox.StateOf(Office.Referrals, id, default)).ShouldBe(DraftState.Sent);
        office.Tenant.Outbox.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_draft_that_somebody_deleted_cannot_be_sent_and_is_missing()
    {
        await using var office = new Office();
        var id = await office.Mailbox.CreateDraft(Office.Referrals, Held, default);
        await office.Mailbox.DeleteDraft(Office.Referrals, id, default);
        office.Tenant.DeleteMessage(Office.Referrals.Text, id);

        (await GraphFaults.Of(() => office.Mailbox.Send(Office.Referrals, id, default))).OutcomeUnknown.ShouldBeFalse();
        (await office.Mailbox.StateOf(Office.Referrals, id, default)).ShouldBe(DraftState.Missing);
        await office.Mailbox.DeleteDraft(Office.Referrals, id, default);
    }

    [Fact]
    public async Task A_draft_whose_answer_was_lost_is_an_orphan_that_is_found()
    {
        await using var office = new Office();
        office.Server.Faults.Order("POST", path => path.EndsWith("/messages", StringComparison.Ordinal), new Fault.DropAfter());

        var id = await office.Mailbox.CreateDraft(Office.Referrals, Held, default);

        var drafts = await office.Mailbox.DraftsWithMarker(Office.Referrals, default);
        drafts.Length.ShouldBe(2);
        drafts.ShouldAllBe(draft => draft.Marker == Held.Marker && draft.Created == office.Now);
        drafts.ShouldContain(draft => draft.Id == id);
    }

    [Fact]
    public async Task Orphans_are_looked_for_on_every_page_and_peoples_own_drafts_left_out()
    {
        await using var office = new Office();
        for (var n = 0; n < 130; n++)
        {
            await office.Mailbox.CreateDraft(Office.Referrals, Held with { Marker = $"m{n}" }, default);
        }

        await office.Mailbox.Send(Office.Referrals, (await office.Mailbox.DraftsWithMarker(Office.Referrals, default))[0].Id, default);
        office.Deliver("A person's", folder: "drafts");

        (await office.Mailbox.DraftsWithMarker(Office.Referrals, default)).Select(draft => draft.Marker).Distinct().Count().ShouldBe(129);
    }

    [Fact]
    public async Task Drafting_for_nobody_in_copy_names_nobody()
    {
        await using var office = new Office();

        var id = await office.Mailbox.CreateDraft(Office.Referrals, Held with { Cc = [] }, default);
        await office.Mailbox.Send(Office.Referrals, id, default);

        office.Wire.Seen[0].Body.ShouldNotContain("null");
        office.Tenant.Outbox.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Outside_production_nobody_else_is_ever_written_to_or_invited()
    {
        await using var office = new Office(options => options.RecipientDomains = ["service.example"]);

        await Should.ThrowAsync<RecipientRefused>(async () => await office.Mailbox.CreateDraft(Office.Referrals, Held, default));
        await Should.ThrowAsync<RecipientRefused>(async () => await office.Diary.Book(
            Office.Robin, DiaryTests.Entry with { Attendees = [new(Held.To[0], "Ada Worker")] }, default));
        office.Wire.Seen.ShouldBeEmpty();

        (await office.Mailbox.CreateDraft(Office.Referrals, Held with { To = [Office.Scheduler] }, default)).ShouldNotBeEmpty();
    }
}
