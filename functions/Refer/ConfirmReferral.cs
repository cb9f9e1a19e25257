namespace Heldspace.Functions.Refer;

/// <summary>What came of confirming.</summary>
public enum ConfirmOutcome
{
    /// <summary>The appointment is theirs, now or since an earlier confirmation.</summary>
    Confirmed,

    /// <summary>The link is unknown, or its 48 hours are over.</summary>
    Expired,
}

/// <summary>Confirms a form that came from a mail domain that the service does not know, by the token of the mailed link.</summary>
internal sealed class ConfirmReferral(Func<string, CancellationToken, Task<ConfirmOutcome>> confirm)
{
    /// <summary>Confirming twice is confirming once.</summary>
    public Task<ConfirmOutcome> Confirm(string token, CancellationToken cancellation) => confirm(token, cancellation);
}
