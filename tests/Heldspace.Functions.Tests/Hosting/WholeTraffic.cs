using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Heldspace.Azure.Graph;
using Heldspace.Functions.CoverAbsence;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Local;
using Heldspace.Pathway;
using Heldspace.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Heldspace.Functions.Tests.Hosting;

/// <summary>Everything that happens to referrals, once, with all that was sent on the way written down.</summary>
internal sealed partial class WholeTraffic : IAsyncDisposable
{
    private WholeTraffic(SystemUnderTest sut, ConcurrentQueue<string> queued)
    {
        (Sut, Queued) = (sut, queued);
    }

    public SystemUnderTest Sut { get; }

    /// <summary>What was sent to the queues: addresses, headers and bodies.</summary>
    public ConcurrentQueue<string> Queued { get; }

    public static async Task<WholeTraffic> Start()
    {
        var queued = new ConcurrentQueue<string>();
        var sut = await SystemUnderTest.Start(settings => settings with { Around = (edge, inner) => edge == "queues" ? new Recording(inner, queued) : inner });
        sut.System.Microsoft365.Traffic.Recording = true;
        return new(sut, queued);
    }

    /// <summary>The sample mails: complete, in prose, with attachments, incomplete, for a manager to decide, and noise.</summary>
    public Task TakeSamples()
    {
        foreach (var (_, message) in Samples.Read(Path.Combine(AppContext.BaseDirectory, "samples"), London.Day(Sut.Clock.GetCurrentInstant())))
        {
            Sut.Deliver(message);
        }

        return Sut.Run(Duration.FromMinutes(3));
    }

    /// <summary>A mail for which a person takes the place in Outlook just as it is written there.</summary>
    public async Task TakeOneThatAPersonOvertakes()
    {
        var taken = 0;
        Sut.System.Microsoft365.Faults.After = (method, path, status) =>
        {
            if (method == "POST" && path.EndsWith("/events", StringComparison.Ordinal) && status == 201 && Interlocked.Exchange(ref taken, 1) == 0)
            {
                var mailbox = Uri.UnescapeDataString(path.Split('/')[2]);
                var written = Sut.System.Tenant.Events(mailbox)[^1];
                var start = Instant.FromDateTimeUtc(DateTime.SpecifyKind(DateTime.Parse(written["start"]!["dateTime"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc));
                Sut.System.Tenant.Block(mailbox, start, start + Duration.FromMinutes(30), "Dentist");
            }

            return Task.CompletedTask;
        };
        Sut.Deliver(Mails.Complete(7));
        await Sut.Run(Duration.FromMinutes(2));
        Sut.System.Microsoft365.Faults.After = null;
        taken.ShouldBe(1);
    }

    /// <summary>Clinicians move one appointment and cancel another, the scheduler declines a third, somebody else is away and then is not after all.</summary>
    public async Task LetPeopleChangeThings()
    {
        var held = (await Sut.Cases()).Select(file => file.Current).OfType<Appointment>().Where(appointment => appointment is { State: AppointmentState.Held, Slot: not null }).ToList();
        held.Count.ShouldBeGreaterThan(3);
        string Calendar(Appointment appointment) => Sut.Service.Team.Single(member => member.Id == appointment.Slot!.Clinician).Mailbox.Text;
        var tenant = Sut.System.Tenant;
        tenant.Settle();
        tenant.Move(Calendar(held[0]), held[0].EventId!, held[0].Slot!.Start + Duration.FromMinutes(5), held[0].Slot!.End + Duration.FromMinutes(5));
        tenant.Cancel(Calendar(held[1]), held[1].EventId!);
        var declined = tenant.Events(Calendar(held[2])).Single(item => item["id"]!.GetValue<string>() == held[2].EventId)["iCalUId"]!.GetValue<string>();
        var scheduler = Sut.Service.Scheduler.Mailbox.Text;
        tenant.Decline(scheduler, tenant.Events(scheduler).Single(item => item["iCalUId"]!.GetValue<string>() == declined)["id"]!.GetValue<string>());
        await Sut.Run(Duration.FromMinutes(12));

        var desk = Sut.System.App.GetRequiredService<MarkAbsence>();
        var day = London.Day(held[3].Slot!.Start);
        var absence = await desk.Mark(Sut.Service, held[3].Slot!.Clinician, day, day.PlusDays(1), "scheduler");
        await Sut.Run(Duration.FromMinutes(2));
        (await desk.Confirm(Sut.Service, absence.Id, "scheduler", absence.Version, default)).ShouldBeTrue();
        await Sut.Run(Duration.FromMinutes(2));
        (await desk.Undo(Sut.Service, absence.Id, "scheduler", default)).ShouldBeTrue();
        await Sut.Run(Duration.FromMinutes(12));

        var after = (await Sut.Cases()).SelectMany(file => file.Appointments).ToList();
        foreach (var before in held.Take(3))
        {
            after.ShouldContain(appointment => appointment.Id == before.Id && appointment.State == AppointmentState.Held && appointment.Attempt > before.Attempt, "It was followed.");
        }
    }

    /// <summary>A draft that was written for a case and never committed, as a crash leaves it.</summary>
    public async Task LeaveAnOrphanDraft()
    {
        var file = (await Sut.Cases())[0];
        await Sut.System.App.GetRequiredService<Mailbox>().CreateDraft(
            Sut.Service.Mailboxes[0],
            new OutgoingMail { To = [Sut.Service.Scheduler.Mailbox], Subject = "Orphan", Paragraphs = ["Left behind."], Marker = $"{file.Case.Id}:nothing" },
            CancellationToken.None);
        await Sut.Run(Duration.FromMinutes(11));
    }

    /// <summary>A form, sent page by page through the host; the status of the last answer.</summary>
    public async Task<HttpStatusCode> SendForm(params (string Slug, (string Input, string Answer)[] Answers)[] pages)
    {
        using var client = new HttpClient(new Cookies(await Sut.System.Host.CreateHandler())) { BaseAddress = new Uri($"http://localhost/refer/{Sut.Service.Id}/") };
        var status = HttpStatusCode.OK;
        foreach (var (slug, answers) in pages)
        {
            var proof = Proof().Match(await client.GetStringAsync(new Uri(slug, UriKind.Relative))).Groups["value"].Value;
            using var body = new FormUrlEncodedContent([new("proof", proof), .. answers.Select(answer => KeyValuePair.Create(answer.Input, answer.Answer))]);
            var bytes = await body.ReadAsByteArrayAsync();
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = body.Headers.ContentType;
            content.Headers.ContentLength = bytes.Length;
            using var response = await client.PostAsync(new Uri(slug, UriKind.Relative), content);
            status = response.StatusCode;
        }

        await Sut.Run(Duration.FromMinutes(2));
        return status;
    }

    public ValueTask DisposeAsync() => Sut.DisposeAsync();

    [GeneratedRegex("name=\"proof\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Proof();

    private sealed class Recording(HttpMessageHandler inner, ConcurrentQueue<string> queued) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            queued.Enqueue($"{request.RequestUri}\n{request.Headers}\n{(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken))}");
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
