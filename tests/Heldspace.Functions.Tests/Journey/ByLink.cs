using Heldspace.Azure.Records;
using Heldspace.Functions.Tests.Drivers;
using Heldspace.Intake;
using Heldspace.Pathway;
using Microsoft.Extensions.DependencyInjection;

namespace Heldspace.Functions.Tests.Journey;

/// <summary>Links of appointments, as mails carry them, and the cases behind them.</summary>
internal static class ByLink
{
    private const string Start = "/appointment/";

    /// <summary>The path of the newest link that was mailed about the n-th case.</summary>
    public static string LinkTo(this SystemUnderTest sut, int n = 0)
    {
        var file = sut.Cases().GetAwaiter().GetResult()[n];
        var mail = sut.MailsTo(file.Case.Referrer.Email!.Text).Last(text => text.Contains(Start, StringComparison.Ordinal) && text.Contains(file.Case.Reference.Text, StringComparison.Ordinal));
        return mail[mail.IndexOf(Start, StringComparison.Ordinal)..].Split('"', ' ', '<', '\n', '&')[0];
    }

    /// <summary>What happened of one kind, in the only case.</summary>
    public static async Task<IReadOnlyList<TEvent>> History<TEvent>(this SystemUnderTest sut)
        where TEvent : CaseEvent
    {
        var id = (await sut.OnlyCase()).Case.Id;
        return await sut.System.App.GetRequiredService<Cases>().History(sut.Service.Id, id, CancellationToken.None).OfType<TEvent>().ToListAsync();
    }

    /// <summary>Makes a case as a test needs it.</summary>
    public static async Task Rewrite(this SystemUnderTest sut, CaseId id, Appointment appointment, Func<Pathway.Case, Pathway.Case>? change = null)
    {
        var cases = sut.System.App.GetRequiredService<Cases>();
        var stored = (await cases.Read(sut.Service.Id, id, CancellationToken.None))!;
        var file = stored.File.With(appointment);
        (await cases.Commit(stored, Change.Of(file with { Case = change?.Invoke(file.Case) ?? file.Case }), CancellationToken.None)).ShouldNotBeNull();
    }
}
