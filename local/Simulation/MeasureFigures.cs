using Heldspace.Measures;
using Heldspace.Measures.Asking;
using Heldspace.Pathway;

namespace Heldspace.Local.Simulation;

/// <summary>What came of asking how things are going in a simulated year. All of it is synthetic.</summary>
/// <param name="Invited">How often somebody was asked, by whatever way.</param>
/// <param name="Answered">How many of these answered.</param>
/// <param name="Reminders">Reminders that went out.</param>
/// <param name="Closed">Cases of children who had sessions here, and are closed: who is helped elsewhere after an assessment is seldom asked a second time.</param>
/// <param name="Paired">Of these, with a second answer of one respondent to one measure to compare with the first.</param>
/// <param name="Duplicates">Invitations and reminders that reached somebody beyond the one that was planned, counted where they arrive.</param>
public sealed record MeasureFigures(int Invited, int Answered, int Reminders, int Closed, int Paired, int Duplicates)
{
    /// <summary>Of closed cases; null where there is none.</summary>
    public double? PairingRate => Closed == 0 ? null : Math.Round(Paired / (double)Closed, 3);

    public static async Task<MeasureFigures> Of(World world, CancellationToken cancellation)
    {
        var measures = world.System.App.GetRequiredService<MeasureFiles>();
        var (invited, answered, reminders, closed, paired, planned) = (0, 0, 0, 0, 0, 0);
        foreach (var child in world.Everyone)
        {
            if (child.Case is not { } id || await world.Cases.Read(world.Service.Id, id, cancellation) is not { File: var file })
            {
                continue;
            }

            invited += file.Asks.Length;
            answered += file.Asks.Count(ask => ask.State == AskState.Answered);
            reminders += file.Asks.Sum(ask => ask.Reminders);
            planned += file.Messages.Count(message => message is { Ask: not null, ToStaff: false, State: MessageState.Sent });
            if (file.Case is { State: CaseState.Closed, InterventionAt: not null })
            {
                closed++;
                paired += Pairing.IsPaired(measures, file) ? 1 : 0;
            }
        }

        var arrived = world.System.Tenant.Outbox.Count(mail => mail.Message["body"]?["content"]?.ToString().Contains("/survey/", StringComparison.Ordinal) == true)
            + world.System.Texts.Sent.Count(text => text.Text.Contains("/survey/", StringComparison.Ordinal));
        return new(invited, answered, reminders, closed, paired, Math.Max(0, arrived - planned));
    }
}
