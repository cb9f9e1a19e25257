using Heldspace.Intake.Text;
using NodaTime;

namespace Heldspace.Intake;

/// <summary>The subject line: people put the name there, the date of birth, how urgent it is.</summary>
internal static class ReadSubject
{
    private const string Source = "subject";

    public static Sentence? Sentence(string subject)
    {
        var clean = CleanText.Of(subject, 500).Text;
        while (clean.Length > 3 && clean.IndexOf(':', StringComparison.Ordinal) is > 0 and < 5 and var colon && clean[..colon].Trim().ToUpperInvariant() is "RE" or "FW" or "FWD")
        {
            clean = clean[(clean.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        return clean.Length == 0 ? null : new(clean, Words.Of(clean), 0);
    }

    public static IEnumerable<Finding> Read(string subject, LocalDate today) =>
        Sentence(subject) is { } sentence
            ? ReadIdentity.Read(sentence, 0, today).Concat(ReadWishes.Read(sentence, 0, today, isSelf: true).Where(finding => finding.Field == Fields.Urgency))
                .Concat(ReadStanding.Read(sentence, 0)).Select(finding => finding with { Origin = Origin.Inferred, Reading = finding.Reading with { Source = Source } })
            : [];

    /// <summary>A name in the subject, behind "referral" or a dash: "Referral - Sam T".</summary>
    public static IEnumerable<NameCandidate> Names(string subject) =>
        Sentence(subject) is { } sentence ? ReadNames.Read(sentence, 0).Select(name => name with { Score = name.Score >= 9 ? 8 : name.Score, Source = Source }) : [];
}
