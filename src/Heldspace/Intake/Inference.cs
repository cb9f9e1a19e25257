namespace Heldspace.Intake;

/// <summary>What follows from what was said, where nothing was said of it.</summary>
internal static class Inference
{
    public static IEnumerable<Finding> From(IReadOnlyList<Finding> findings, Author author)
    {
        var said = findings.Where(finding => finding.Reading.Value is not null).ToLookup(finding => finding.Field);
        Finding? First(Field field) => said[field].OrderBy(finding => finding.Part).ThenByDescending(finding => finding.Origin).FirstOrDefault();

        var category = First(Fields.Category);
        if (category is null)
        {
            // Only a child in care has one of these statuses; a placement order too is care until the adoption order.
            if (First(Fields.LegalStatus) is { Reading: { Certainty: Certainty.Known, Value: not ("V3" or "V4") } } legal)
            {
                category = new(Fields.Category, Reading.Known(Categories.ChildInCare, legal.Reading.Source!) with { Note = "follows from the legal status" }, legal.Part, Origin.Inferred);
            }
            else if (First(Fields.PlacementType) is { Reading: { Certainty: Certainty.Known, Value: [('U' or 'K' or 'R'), ..] and not ("R2" or "R5" or "K3") } } placement)
            {
                category = new(Fields.Category, Reading.Known(Categories.ChildInCare, placement.Reading.Source!) with { Note = "follows from the placement" }, placement.Part, Origin.Inferred);
            }
            else if (Fosters(author))
            {
                category = new(Fields.Category, Reading.Known(Categories.ChildInCare, author.Part!.Writer.RoleSource ?? "body") with { Note = "a foster carer writes" }, author.Part.Part.Index, Origin.Inferred);
            }
            else if (author.Role == "personalAdviser")
            {
                category = new(Fields.Category, Reading.Doubtful(Categories.CareLeaver, author.AuthoritySource ?? "sender", "a personal adviser writes"), 0, Origin.Inferred);
            }

            if (category is not null)
            {
                yield return category;
            }
        }

        if (First(Fields.PlacementType) is null && Fosters(author) && category?.Reading.Value == Categories.ChildInCare)
        {
            yield return new(Fields.PlacementType, Reading.Doubtful("U6", author.Part!.Writer.RoleSource ?? "body", "a foster carer writes; which kind is not said"), author.Part.Part.Index, Origin.Inferred);
        }

        // A social worker refers their own authority's children, unless the mail speaks of another.
        if (author.Authority is { } authority && author.Role is "socialWorker" or "personalAdviser" && First(Fields.ResponsibleAuthority) is null)
        {
            yield return new(Fields.ResponsibleAuthority,
                Reading.Known(authority, author.AuthoritySource ?? "sender") with { Note = "the authority that the referring worker is from" }, 0, Origin.Signature);
        }

        if (author.IsSelf && author.Part is { } self)
        {
            foreach (var finding in OwnName(self, author))
            {
                yield return finding;
            }
        }
    }

    private static bool Fosters(Author author) => author.Part?.Writer is { Role: "carer", Phrase: { } phrase } && phrase.Contains("foster", StringComparison.Ordinal);

    /// <summary>Who asks for themselves is the child: the name they call themselves, else the one they sign with, else the sender's.</summary>
    private static IEnumerable<Finding> OwnName(ReadPart self, Author author)
    {
        var (name, source, origin) = self.OwnName is { } own ? (own.Name, own.Source, Origin.Prose)
            : self.Signature.Name is { } signed ? (signed, "signature", Origin.Signature)
            : (author.Name, "sender", Origin.Sender);
        if (name is null)
        {
            yield break;
        }

        foreach (var (field, reading) in ReadValue.FullName(name, source))
        {
            yield return new(field, reading, self.Part.Index, origin);
        }

        // "im kai" from Kai Morris.
        if (!name.Contains(' ', StringComparison.Ordinal) && author.Name is { } full && full.StartsWith(name + " ", StringComparison.OrdinalIgnoreCase))
        {
            yield return new(Fields.FamilyName, Reading.Known(PersonName.Parse(full).Family!, "sender"), self.Part.Index, Origin.Sender);
        }
    }
}
