namespace Heldspace.Eligibility;

/// <summary>A three-valued condition over what is known of a child: true, false or unknown. Unknown never counts as false.</summary>
public abstract record Condition;
