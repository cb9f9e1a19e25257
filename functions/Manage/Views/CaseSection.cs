using Heldspace.Functions.Pages;
using Heldspace.Pathway;
using Heldspace.Services;
using Heldspace.Time;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace Heldspace.Functions.Manage.Views;

/// <summary>A part of the page of a case: what every part knows of it, and of who looks.</summary>
public abstract class CaseSection : ComponentBase
{
    [Parameter, EditorRequired]
    public StaffFrame Frame { get; set; } = default!;

    [Parameter, EditorRequired]
    public CaseView View { get; set; } = default!;

    [Parameter, EditorRequired]
    public Proof Proof { get; set; } = default!;

    protected ServiceDefinition Service => Frame.Visit!.Service;

    protected Case Case => View.File.Case;

    /// <summary>Adults asked for it for themselves: nothing here is about a child.</summary>
    protected bool IsConsultation => Service.PurposeOf(Case.Beside) == AppointmentPurpose.Consultation;

    protected bool IsOpen => Case.State == CaseState.Open;

    protected bool MayDecide => Frame.Visit!.Role != StaffRole.Clinician;

    protected LocalDate Today => London.Day(View.Now);

    protected string ReferredBy => string.Join(
        ", ",
        new[] { Case.Referrer.Name, Case.Referrer.Role is { } role ? FieldWords.Code(role) : null, Case.Referrer.Organisation, Case.Referrer.Email?.Text, Case.Referrer.Phone }.Where(part => !string.IsNullOrEmpty(part)));

    protected string Post(string act) => $"/manage/{Service.Id}/cases/{Case.Id}/{act}";
}
