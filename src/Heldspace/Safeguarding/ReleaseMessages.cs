using Heldspace.Pathway;
using NodaTime;

namespace Heldspace.Safeguarding;

/// <summary>A person has looked at who wrote, and lets messages go to them. What waited goes out then.</summary>
public static class ReleaseMessages
{
    public static Ruling Say(CaseFile file, string why, string by, Instant now)
    {
        if (!file.Case.Withholds)
        {
            return new Ruling.Nothing();
        }

        if (string.IsNullOrWhiteSpace(why))
        {
            return new Ruling.Refuse("Write why it is safe to write to them, so that others understand it later.");
        }

        var released = file with { Case = file.Case with { Released = new(now, by) } };
        return new Ruling.Do(Change.Of(released, new CaseEvent.MessagesReleased(why.Trim(), by) { At = now }));
    }
}
