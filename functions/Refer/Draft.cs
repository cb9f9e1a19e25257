using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Azure;
using Heldspace.Functions.Refer.Form;
using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Functions.Refer;

/// <summary>A form that is being filled in, or the trace of one that was sent: then it holds nothing but where its receipt is.</summary>
public sealed record Draft
{
    public const int CurrentSchema = 1;

    public const int MostFiles = 5;

    public const long MostBytesPerFile = 10 * 1024 * 1024;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The version that it was read as or written to; null for one that is not stored yet. Not part of what is stored.</summary>
    [JsonIgnore]
    public ETag? Version { get; init; }

    public required string Service { get; init; }

    /// <summary>24 hours after it was last written; past this it is as if it were not there.</summary>
    public required Instant Expires { get; init; }

    public ImmutableSortedDictionary<string, string> Typed { get; init; } = Form.Answers.None.Typed;

    public ImmutableArray<FormAttachment> Files { get; init; } = [];

    /// <summary>The field that no person sees was filled in on some page.</summary>
    public bool Suspect { get; init; }

    /// <summary>When it was sent, settled before it is handed on, so that sending it again hands on the very same form.</summary>
    public Instant? SentAt { get; init; }

    /// <summary>Token of the receipt page, once it is handed on.</summary>
    public string? Receipt { get; init; }

    /// <summary>What was typed.</summary>
    public Answers Answers() => new(Typed);

    /// <summary>The form as it is handed on: the answers to the pages that apply, nothing that was left open.</summary>
    public ReceivedForm ToForm(DraftToken token)
    {
        var answers = Answers();
        var said = FormPages.For(answers)
            .SelectMany(page => page.Questions)
            .Select(question => (question.Name, Text: answers.Sent(question)))
            .Where(answer => answer.Text is not null)
            .ToImmutableSortedDictionary(answer => answer.Name, answer => answer.Text!, StringComparer.Ordinal);

        // Who writes about themselves is the referrer.
        if (answers.Young)
        {
            said = said.SetItem(Fields.ReferrerName.Name, $"{answers[Fields.GivenName]} {answers[Fields.FamilyName]}".Trim());
        }

        return new()
        {
            Service = Service,
            Submission = token.Submission,
            ReceivedAt = SentAt ?? throw new InvalidOperationException("A draft is handed on once the time of sending is settled."),
            Answers = said,
            Attachments = answers.Young ? [] : Files,
        };
    }
}
