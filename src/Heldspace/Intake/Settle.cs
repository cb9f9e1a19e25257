using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Weighs all that was said about each field and keeps one reading of it.</summary>
internal static class Settle
{
    /// <summary>What changes in a life: the newest message of a chain is right, and an older one is no contradiction.</summary>
    private static readonly HashSet<Field> Changing =
    [
        Fields.PlacementPostcode, Fields.PlacementType, Fields.PlacementSince, Fields.LivesIn, Fields.LegalStatus, Fields.LegalStatusSince, Fields.Miles, Fields.SocialWorker,
        Fields.SocialWorkerEmail, Fields.SocialWorkerPhone, Fields.SocialWorkerTeam, Fields.Carer, Fields.School, Fields.GpPractice, Fields.Urgency, Fields.PreferredPlace, Fields.PreferredGender,
        Fields.ContactMethod, Fields.SdqTotal, Fields.SdqDate, Fields.ReviewingOfficer, Fields.ReferrerOrganisation, Fields.ReferrerPhone, Fields.ReferrerEmail,
    ];

    /// <summary>Free text that several places of a mail may add to.</summary>
    private static readonly HashSet<Field> Additive =
    [
        Fields.PresentingNeeds, Fields.PreviousInput, Fields.ChildsViews, Fields.CarersViews, Fields.HopedOutcome, Fields.SafetyNote, Fields.CommunicationNeeds, Fields.ContactMethod,
        Fields.ConsentBasis, Fields.Medication,
    ];

    public static Child Of(int ordinal, IEnumerable<Finding> findings)
    {
        var child = Child.Empty(ordinal);
        foreach (var group in findings.GroupBy(finding => finding.Field))
        {
            child = child.With(group.Key, One(group.Key, [.. group]));
        }

        return child;
    }

    private static Reading One(Field field, List<Finding> findings)
    {
        // The newest message first; within one what stood behind a label, then what was said, then what follows from other things.
        var ordered = findings.Where(finding => finding.Reading.Value is not null)
            .OrderBy(finding => finding.Origin > Origin.Signature ? 0 : finding.Origin == Origin.Inferred ? 2 : 1)
            .ThenBy(finding => finding.Part).ThenByDescending(finding => finding.Origin).ThenByDescending(finding => finding.Reading.Certainty).ToList();
        if (ordered.Count == 0)
        {
            return findings.OrderBy(finding => finding.Part).ThenByDescending(finding => finding.Origin).First().Reading;
        }

        var best = ordered[0];
        if (Additive.Contains(field))
        {
            return Added(ordered, best);
        }

        var reading = best.Reading;
        foreach (var other in ordered.Skip(1))
        {
            if (IsSame(field, other.Reading.Value!, best.Reading.Value!))
            {
                // Said again: two doubtful readings of the same value stay doubtful, a plain one settles it.
                if (other.Reading.Certainty == Certainty.Known && other.Origin == best.Origin && reading.Certainty == Certainty.Doubtful && best.Part == other.Part)
                {
                    reading = other.Reading;
                }
            }
            else if (other.Reading.Certainty == Certainty.Known && other.Origin > Origin.Signature && best.Origin > Origin.Signature)
            {
                var says = $"{other.Reading.Source} says \"{other.Reading.Value}\"";
                if (reading.Note?.Contains(says, StringComparison.Ordinal) == true)
                {
                    continue;
                }

                reading = other.Part > best.Part && Changing.Contains(field)
                    ? reading with { Note = reading.Note is null ? $"older: {says}" : $"{reading.Note}; older: {says}" }
                    : ReadValue.Doubt(reading, says);
            }
        }

        // What was said unreadably beside a good reading still needs a look: two dates of birth, one of them impossible.
        var spoiled = findings.Find(finding => finding.Reading is { Value: null, Note: not null } && finding.Origin == Origin.Label && finding.Part == best.Part);
        return spoiled is not null && best.Origin < Origin.Label ? ReadValue.Doubt(reading, $"{spoiled.Reading.Source}: {spoiled.Reading.Note}") : reading;
    }

    private static Reading Added(List<Finding> ordered, Finding best)
    {
        var texts = ordered.Where(finding => finding.Part == best.Part && (finding.Origin == best.Origin || best.Origin == Origin.Prose)).Select(finding => finding.Reading).DistinctBy(reading => reading.Value).ToList();
        if (texts.Count == 1)
        {
            return texts[0];
        }

        var joined = CleanText.Of(string.Join('\n', texts.Select(text => text.Value)), CleanText.TextLength, multiline: true);
        return best.Reading with { Value = joined.Text, Certainty = texts.Min(text => text.Certainty), Note = texts.Select(text => text.Note).Append(joined.Note).FirstOrDefault(note => note is not null) };
    }

    private static bool IsSame(Field field, string one, string other)
    {
        if (string.Equals(one, other, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // "Kieran" and "Kieran James", "Smith" and "Smith-Jones": one name, said in full once.
        return field.Codes is null && field != Fields.DateOfBirth && field != Fields.NhsNumber
            && (Words.Fold(one) is var a && Words.Fold(other) is var b)
            && (a == b || a.StartsWith(b + " ", StringComparison.Ordinal) || b.StartsWith(a + " ", StringComparison.Ordinal) || b.EndsWith(" " + a, StringComparison.Ordinal));
    }
}
