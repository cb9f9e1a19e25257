using System.Collections.Immutable;
using Heldspace.Pathway;
using Heldspace.Services;

namespace Heldspace.Intake;

/// <summary>Reads what was typed in where something was missing: as the form is read, and taken as an answer to what was asked.</summary>
public static class ReadMore
{
    /// <param name="record">The case as it is now: whether the link still stands for whoever referred.</param>
    public static Reply Read(ReceivedMore more, ServiceDefinition service, IntakeId intake, Case record)
    {
        var read = ReadForm.Read(more.AsForm(), service, intake);
        var (child, where) = (read.Children[0], ReadReply.Where(more.ReceivedAt));
        return new(
            intake,
            record.Referrer.Email,
            more.ReceivedAt,
            more.Suspect || !WhatIsMissing.IsLinkTheirs(record) ? SenderVerdict.Unknown : SenderVerdict.Verified,
            child with { Readings = child.Readings.ToImmutableSortedDictionary(said => said.Key, said => said.Value with { Source = Source(where, Fields.ByName[said.Key]) }, StringComparer.Ordinal) },
            IsThanks: false,
            Unread: [],
            [.. read.Concerns.Select(concern => concern with { Source = where + concern.Source })])
        {
            ByForm = true,
        };
    }

    /// <summary>Where an answer stands: <c>answer of 2026-09-15 09:31, form, date of birth</c>.</summary>
    /// <param name="where">As <see cref="ReadReply.Where"/> has it.</param>
    public static string Source(string where, Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return $"{where}form, {field.Label}";
    }
}
