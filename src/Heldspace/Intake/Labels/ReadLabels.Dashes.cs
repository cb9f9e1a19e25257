using Heldspace.Intake.Text;

namespace Heldspace.Intake;

/// <summary>Answers behind a dash, an equals sign, dots or a box.</summary>
internal sealed partial class ReadLabels
{
    /// <summary>"DOB - 12/03/2014", "NHS number = 943 476 5919", "Interpreter needed? No".</summary>
    private static List<(Label Label, string Value)> Dashed(string text)
    {
        // "[ ] self harm  [x] missing": boxes of an answer, no label.
        if (text.Length > 0 && text[0] is '[' or '\u2610' or '\u2611' or '\u2612' or '\u25a1' or '\u25a0')
        {
            return [];
        }

        // "Young person | Ana Hale": the columns of a table that lost its frame.
        var match = text.AsSpan().Count('|') == 1 ? Pipe().Match(text) : Dash().Match(text);
        return match.Success && match.Index is > 1 and < 70 && Labels.Find(Trimmed(text[..match.Index])) is { } label && (match.Value.Contains('|', StringComparison.Ordinal) || match.Value.TrimStart().StartsWith("..", StringComparison.Ordinal) || text[(match.Index + match.Length)..].StartsWith('[') || match.Value.Trim() == "=" || !Bare.Contains(Words.Fold(text[..match.Index])) || IsPlain(label.Target, text[(match.Index + match.Length)..].Trim()))
            ? [(label, text[(match.Index + match.Length)..].Trim(' ', '\t', '*', '_'))]
            : [];
    }

    /// <summary>True where what stands behind a dash can be nothing but the answer: a practice behind "GP", a name behind "carer".</summary>
    private static bool IsPlain(string target, string value) => target switch
    {
        "gpPractice" => value.StartsWith("Dr ", StringComparison.Ordinal) || PracticeName().IsMatch(value),
        "school" => SchoolName().IsMatch(value),
        "carer" or "socialWorker" => Signature.IsName(value) && value.Contains(' ', StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>"legal status - section 20", "GP - Mill Lane": an answer about a child, which nobody signs with.</summary>
    public static bool IsAnswerOfChild(string text) =>
        Dashed(text) is [{ Label.Target: "dateOfBirth" or "nhsNumber" or "legalStatus" or "placementType" or "gpPractice" or "interpreter" or "language" or "ethnicity" or "medication" or "category" or "givenName" or "familyName" or "placementPostcode" or "livesIn" or "urgency" or "presentingNeeds" or "childsViews" or "carersViews" or "hopedOutcome" or "preferredPlace" or "contactMethod" or "responsibleAuthority", Value.Length: > 0 }];
}
