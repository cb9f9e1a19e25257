using Heldspace.Eligibility;
using Heldspace.Intake;

namespace Heldspace.Services.Checks;

/// <summary>That the rules always come to an answer, and ask only about fields and values that there are.</summary>
internal static class EligibilityRules
{
    public static void Check(ServiceDefinition service, Problems problems)
    {
        problems.Several(service.Eligibility, set => set.From, "$.eligibility", ".from", "day");
        for (var index = 0; index < service.Eligibility.Length; index++)
        {
            Set(service, service.Eligibility[index], $"$.eligibility[{index}].rules", problems);
        }

        problems.Several(service.Signposts, signpost => signpost.Id, "$.signposts", ".id", "signpost", mayBeEmpty: true);
        for (var index = 0; index < service.Signposts.Length; index++)
        {
            var (signpost, path) = (service.Signposts[index], $"$.signposts[{index}]");
            problems.Id(signpost.Id, $"{path}.id");
            if (signpost.Phone is { } phone)
            {
                DefinitionRules.Phone(phone, $"{path}.phone", problems);
            }

            problems.Unless(signpost.Web is null || (Uri.TryCreate(signpost.Web, UriKind.Absolute, out var web) && web.Scheme == Uri.UriSchemeHttps), $"{path}.web",
                $"\"{signpost.Web}\" is no web address. Write it in full, starting with https://.");
        }
    }

    private static void Set(ServiceDefinition service, RuleSet set, string path, Problems problems)
    {
        problems.Several(set.Rules, rule => rule.Id, path, ".id", "rule");
        for (var index = 0; index < set.Rules.Length; index++)
        {
            var (rule, at) = (set.Rules[index], $"{path}[{index}]");
            problems.Id(rule.Id, $"{at}.id");
            problems.Unless(rule.Id is not (Decide.Identity or Decide.BeforeRules), $"{at}.id", $"\"{rule.Id}\" is taken. Choose another id.");
            var last = index == set.Rules.Length - 1;
            problems.Unless(!last || rule.When is null, $"{at}.when", "The last rule must match everything, so that every referral gets an answer. Take \"when\" out, or add a rule without it.");
            problems.Unless(last || rule.When is not null, $"{at}.when", "This rule matches everything, so the rules after it never count. Add \"when\", or move it to the end.");
            if (rule.When is not null)
            {
                When(rule.When, $"{at}.when", problems);
            }

            if (rule.Signpost is not null)
            {
                problems.Reference(rule.Signpost, service.Signposts.Select(signpost => signpost.Id), $"{at}.signpost", "signpost", "the ids in $.signposts");
            }

            problems.Unless(rule.Outcome != Outcome.NotEligible || rule.Signpost is not null, $"{at}.signpost",
                "Nobody is turned away without being told where to go. Add the id of a signpost.");
        }
    }

    private static void When(Condition condition, string path, Problems problems)
    {
        switch (condition)
        {
            case Condition.All all:
                Parts(all.Of, path, problems);
                break;
            case Condition.Any any:
                Parts(any.Of, path, problems);
                break;
            case Condition.Not not:
                When(not.Of, $"{path}.of", problems);
                break;
            case Condition.OneOf oneOf when KnownField(oneOf.Field, path, problems) is { } field:
                Values(oneOf.Values, field, path, problems);
                break;
            case Condition.Doubtful doubtful when KnownField(doubtful.Field, path, problems) is { } field:
                Values(doubtful.Values, field, path, problems);
                break;
            case Condition.Known known:
                KnownField(known.Field, path, problems);
                break;
            case Condition.Unknown unknown:
                KnownField(unknown.Field, path, problems);
                break;
            case Condition.Age age:
                Bounds(age.AtLeast, age.Under, path, "under", problems);
                break;
            case Condition.Since since:
                problems.Unless(Facts.Days.Contains(since.Field), $"{path}.field", $"\"{since.Field}\" holds no day. Write one of: {Problems.Join(Facts.Days.Order(StringComparer.Ordinal))}.");
                Bounds(since.AtLeast, since.Under, path, "under", problems);
                break;
            case Condition.Number number:
                problems.Unless(Facts.Numbers.Contains(number.Field), $"{path}.field", $"\"{number.Field}\" holds no number. Write one of: {Problems.Join(Facts.Numbers.Order(StringComparer.Ordinal))}.");
                Bounds(number.AtLeast, number.AtMost, path, "atMost", problems);
                break;
        }
    }

    private static void Parts(IReadOnlyList<Condition> parts, string path, Problems problems)
    {
        problems.Unless(parts.Count > 0, $"{path}.of", "The list is empty. Write at least one condition.");
        for (var index = 0; index < parts.Count; index++)
        {
            When(parts[index], $"{path}.of[{index}]", problems);
        }
    }

    private static Field? KnownField(string name, string path, Problems problems)
    {
        var field = Fields.ByName.GetValueOrDefault(name);
        problems.Unless(field is not null, $"{path}.field", $"\"{name}\" is no field of a referral. Write one of: {Problems.Join(Fields.All.Select(known => known.Name))}.");
        return field;
    }

    private static void Values(IReadOnlyList<string> values, Field field, string path, Problems problems)
    {
        problems.Several(values, value => value, $"{path}.values", "", "value");
        for (var index = 0; index < values.Count; index++)
        {
            problems.Unless(field.Codes?.Contains(values[index]) ?? true, $"{path}.values[{index}]",
                $"\"{values[index]}\" is no value of {field.Name}. Write one of: {Problems.Join((field.Codes ?? []).Order(StringComparer.Ordinal))}.");
        }
    }

    private static void Bounds<T>(T? least, T? most, string path, string upper, Problems problems)
        where T : struct, IComparable<T>
    {
        problems.Unless(least is not null || most is not null, path, $"There is no bound. Write \"atLeast\", \"{upper}\" or both.");
        problems.Unless(least is null || least.Value.CompareTo(default) >= 0, $"{path}.atLeast", $"{least} is below 0. Write 0 or more.");
        problems.Unless(most is null || most.Value.CompareTo(least ?? default) > 0 || (upper == "atMost" && most.Value.CompareTo(least ?? default) == 0), $"{path}.{upper}",
            $"{most} leaves nothing between. Write more than {least ?? default}.");
    }
}
