namespace Heldspace.Intake;

/// <summary>How a reading was come by, weakest first.</summary>
internal enum Origin
{
    /// <summary>It follows from something else: a care order means in care.</summary>
    Inferred,
    Sender,
    Signature,
    Prose,

    /// <summary>It stood behind its own label.</summary>
    Label,
}

/// <summary>One thing said about one field, before it is weighed against what else was said.</summary>
/// <param name="Part">The message of a chain it stands in: 0 is the newest.</param>
internal sealed record Finding(Field Field, Reading Reading, int Part, Origin Origin);
