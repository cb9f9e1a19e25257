using System.Text.Json;
using Heldspace.Azure.Graph;
using Heldspace.Intake;
using Heldspace.Json;

namespace Heldspace.Functions.SweepMailbox;

/// <summary>How far a mailbox is swept: one row for its folders and for who wrote lately, so that a sweep reads and writes no more than once.</summary>
/// <param name="Inbox">Where the changes of the inbox go on; null to begin with all that is there.</param>
/// <param name="Junk">The same of Junk.</param>
/// <param name="Senders">Who wrote how much within the last hour.</param>
internal sealed record Swept(string? Inbox, string? Junk, RecentMail Senders)
{
    /// <summary>From what is kept. What cannot be read is as if it were not there: the folders are read from the start.</summary>
    public static Swept Read(string? kept)
    {
        try
        {
            return kept is null ? new(null, null, RecentMail.None) : HeldspaceJson.Read<Swept>(kept);
        }
        catch (JsonException)
        {
            return new(null, null, RecentMail.None);
        }
    }

    public string? Link(string folder) => folder == Mailbox.Junk ? Junk : Inbox;

    public Swept With(string folder, string? link) => folder == Mailbox.Junk ? this with { Junk = link } : this with { Inbox = link };

    public string ToKeep() => HeldspaceJson.Write(this);
}
