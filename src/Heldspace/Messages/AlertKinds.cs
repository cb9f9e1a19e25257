namespace Heldspace.Messages;

/// <summary>What an alert to staff is about, as output spells it.</summary>
public static class AlertKinds
{
    public const string Safeguarding = "safeguarding";
    public const string Breach = "breach";
    public const string Unreadable = "unreadable";
    public const string DataGap = "dataGap";
    public const string Other = "other";
}
