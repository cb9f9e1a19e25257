namespace Heldspace.Azure.Records;

/// <summary>Containers of the blob account.</summary>
public static class Containers
{
    /// <summary>Unfinished forms, encrypted, by hash of their token; 24 hours.</summary>
    public const string Drafts = "drafts";

    /// <summary>Files sent with a form: <c>{submission}/{n}</c>.</summary>
    public const string Attachments = "attachments";

    /// <summary>What came in, as received.</summary>
    public const string Intake = "intake";

    /// <summary>An empty blob for each intake that is not done with; deleted last.</summary>
    public const string Pending = "pending";

    /// <summary>Why something that came in was no referral, under the name of its intake.</summary>
    public const string Ignored = "ignored";

    /// <summary>What a person must look at before anything is done with it.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>Receipt links of forms that no case answers for.</summary>
    public const string Receipts = "receipts";

    /// <summary>Keys that protect drafts and antiforgery tokens, shared by all instances.</summary>
    public const string KeyRing = "keyring";

    /// <summary>What is known of the care population between two files, and the report of each.</summary>
    public const string Roster = "roster";

    /// <summary>Reports that managers have signed, as they were then: <c>{service}/{month or year}</c>.</summary>
    public const string Reports = "reports";

    public static IReadOnlyList<string> All { get; } = [Drafts, Attachments, Intake, Pending, Ignored, Quarantine, Receipts, KeyRing, Roster, Reports];
}
