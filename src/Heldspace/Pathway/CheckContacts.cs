using System.Text.Json.Serialization;
using Heldspace.Intake;
using Heldspace.Services;
using NodaTime;

namespace Heldspace.Pathway;

/// <summary>What came of looking at the contacts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContactAnswer>))]
public enum ContactAnswer
{
    /// <summary>Whom we wrote to before is right.</summary>
    StillRight,

    /// <summary>We write to somebody else.</summary>
    SomebodyElse,

    /// <summary>We write to nobody; somebody rings.</summary>
    Nobody,
}

/// <summary>After a change of placement somebody looked whom the service may write to.</summary>
public static class CheckContacts
{
    /// <summary>Ends the check. A dropped contact comes back only where it is said to be right, and is forgotten otherwise.</summary>
    public static Ruling Say(ServiceDefinition service, CaseFile file, ContactAnswer answer, Referrer? instead, string by, Instant now)
    {
        if (!Acts.IsOpen(file))
        {
            return Acts.NotOpen;
        }

        if (file.Case.ContactCheck is not { } check)
        {
            return new Ruling.Nothing();
        }

        if (answer == ContactAnswer.SomebodyElse && instead?.Email is null)
        {
            return new Ruling.Refuse("Write the mail address of whom we write to from now on.");
        }

        var referrer = answer switch
        {
            ContactAnswer.StillRight => check.Dropped ?? file.Case.Referrer,
            ContactAnswer.SomebodyElse => instead!,
            _ => file.Case.Referrer with { Email = null },
        };
        // The receipt's link was given to whom we wrote to before; whoever comes after has the link to the appointment, which is theirs alone.
        var checkedFile = file with { Case = file.Case with { ContactCheck = null, Referrer = referrer, ReceiptWithheld = answer != ContactAnswer.StillRight } };
        return Acts.Change(
            answer == ContactAnswer.SomebodyElse ? checkedFile.Plan(PlanReferralMessages.OnNewContact(service, checkedFile, now)) : checkedFile,
            new CaseEvent.ContactsChecked(answer, by) { At = now });
    }
}
