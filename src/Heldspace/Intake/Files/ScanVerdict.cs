namespace Heldspace.Intake.Files;

/// <summary>What the scan for malware found in a file. Only <see cref="Clean"/> lets it be handed out.</summary>
public enum ScanVerdict
{
    /// <summary>Nothing is known: not scanned yet, the scan failed, or a word that nobody here knows.</summary>
    Unknown,

    Clean,

    Malicious,
}

/// <summary>Reads the verdict of Defender for Storage, which it writes on each blob as an index tag.</summary>
/// <remarks>
/// https://learn.microsoft.com/azure/defender-for-cloud/introduction-malware-scanning: the tag's values are "No threats found", "Malicious", "Error" and "Not scanned". Whoever may
/// write tags may change them, so that nobody but the scan and the app itself may write to the account.
/// </remarks>
public static class ReadScan
{
    public const string Tag = "Malware Scanning scan result";

    public const string NoThreats = "No threats found";

    public const string Malicious = "Malicious";

    /// <param name="tags">Those of the blob; null where there is no blob.</param>
    public static ScanVerdict Of(IReadOnlyDictionary<string, string>? tags) => tags?.GetValueOrDefault(Tag) switch
    {
        NoThreats => ScanVerdict.Clean,
        Malicious => ScanVerdict.Malicious,
        _ => ScanVerdict.Unknown,
    };
}
