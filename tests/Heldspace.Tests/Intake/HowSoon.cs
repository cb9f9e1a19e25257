using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

/// <summary>How soon a child should be seen, where no word names how urgent it is. Every mail is of Monday 23 November 2026.</summary>
public sealed class HowSoon
{
    [Theory]
    [InlineData("We'd be grateful if he could be offered something in the next two to three weeks.", "soon")]
    [InlineData("I was going to say whenever, but in the next few weeks, please.", "soon")]
    [InlineData("He is due to move in the next few weeks.", null)]
    [InlineData("So, sooner than your twelve weeks if you can.", "soon")]
    [InlineData("She needs to be seen within 24 hours.", "urgent")]
    [InlineData("Please could you see her by Wednesday?", "urgent")]
    [InlineData("He was excluded in May and needs to be seen by 25 November.", "urgent")]
    [InlineData("Could somebody see him before 7 December 2027?", null)]
    [InlineData("Could somebody see him by 0 December?", null)]
    [InlineData("Could somebody see him before Easter?", null)]
    [InlineData("I met Sam today and would like to refer him.", null)]
    [InlineData("Seen in clinic today with his carer, please could you assess him.", null)]
    [InlineData("I can see he is struggling today.", null)]
    [InlineData("His mum is desperate to see him tomorrow.", null)]
    [InlineData("He has been in bed for 2 days, can you help?", null)]
    [InlineData("He has run away twice in three days, please can someone help.", null)]
    [InlineData("Could you let me know within three days whether this referral is accepted?", null)]
    [InlineData("I am away for the next two weeks, so please ring Jo.", null)]
    [InlineData("It doesn't have to be before the review, but could someone see him?", null)]
    [InlineData("Could somebody see him by 13 December?", "soon")]
    [InlineData("His panel is on Monday 7 December. Would a first visit be possible before then?", "soon")]
    [InlineData("Could somebody please see him before his dad comes out?", "soon")]
    [InlineData("I need somebody to see Sam this week please.", "urgent")]
    [InlineData("Could somebody see him by 25 November?", "urgent")]
    [InlineData("We would like him to be seen by 22 April.", null)]
    [InlineData("It does not need to be before Christmas, but could you see him at some point?", null)]
    [InlineData("He was seen by the nurse within two weeks.", null)]
    [InlineData("I need a figure for the report before Christmas.", null)]
    [InlineData("He has gone missing seven times in seven weeks.", null)]
    [InlineData("Please see letter of today's date.", null)]
    [InlineData("Could somebody see her early next week?", "soon")]
    [InlineData("Ideally before the final hearing, but I'd call this routine.", "routine")]
    [InlineData("I would not call this routine, could you see him before the final hearing?", "soon")]
    [InlineData("I'd say routine to soonish, so I'll go with routine.", "routine")]
    [InlineData("Could you note that next week's meeting about him is put off?", null)]
    [InlineData("He goes on holiday next week.", null)]
    [InlineData("Any time this half term would be grand.", "soon")]
    [InlineData("He has been excluded twice this half term.", null)]
    [InlineData("Please prioritise as he turns 18 in January.", "soon")]
    [InlineData("How quickly: Within the next month", "soon")]
    [InlineData("Time scale: we'd hope for an appointment in the next month or so.", "soon")]
    [InlineData("He would like to go home before Christmas.", null)]
    public void A_day_that_is_asked_for_tells_how_soon(string said, string? expected) => Read(said).ShouldBe(expected);

    [Theory]
    [InlineData("We're managing fine, so don't go bumping anyone down for us.", "routine")]
    [InlineData("Fit him in where you can.", "routine")]
    [InlineData("He would be fine with going on the ordinary waiting list.", "routine")]
    [InlineData("There's kids worse off than him.", "routine")]
    [InlineData("We would gladly take our turn.", "routine")]
    [InlineData("I'm not asking for this to be hurried.", "routine")]
    [InlineData("I would not want him left into the spring.", "soon")]
    [InlineData("I don't think he should have to wait that long.", "soon")]
    [InlineData("It can wait a bit, but I'd rather somebody saw him within the next month.", "soon")]
    [InlineData("Sam is not eating and has panic attacks.", null)]
    [InlineData("Both children are in crisis.", "urgent")]
    [InlineData("He is not coping and urgently needs to be seen.", "urgent")]
    [InlineData("Please treat as urgent. He isn't sleeping, no panic though.", "urgent")]
    [InlineData("He can't wait his turn in class.", null)]
    [InlineData("He finds it hard to take his turn at games.", null)]
    [InlineData("There was no pressure on him from dad.", null)]
    [InlineData("We do not mind waiting until January.", "routine")]
    [InlineData("He is worried about being left by his mum.", null)]
    [InlineData("He is not sleeping and is drifting off in class.", null)]
    [InlineData("He has been refusing food for weeks not days.", null)]
    [InlineData("You will have families in real crisis.", "routine")]
    public void What_is_said_of_waiting_tells_how_soon(string said, string? expected) => Read(said).ShouldBe(expected);

    [Theory]
    [InlineData("Priority: few weeks", "soon")]
    [InlineData("How soon: within 4 weeks", "soon")]
    [InlineData("How soon: within 2 days", "urgent")]
    [InlineData("Urgency: not urgent, normal wait OK", "routine")]
    [InlineData("Urgency: 3 - Routine (1 = Urgent, 2 = Soon)", "routine")]
    [InlineData("Urgency: within 31 weeks", "routine")]
    [InlineData("Urgency: by 31 November", null)]
    [InlineData("Urgency: 24 hours", "urgent")]
    [InlineData("Urgency: this week", "urgent")]
    [InlineData("Urgency: twelve weeks", "routine")]
    [InlineData("Urgency: few weeks ago he moved", null)]
    [InlineData("Urgency: by 99 December", null)]
    public void Answers_of_forms_are_understood_where_they_name_no_urgency(string line, string? expected) => Of($"Name: Sam Taylor\nDate of birth: 12/03/2014\n{line}").ShouldBe(expected);

    private static string? Read(string said) => Of($"I am referring Sam Taylor. {said}");

    private static string? Of(string body) =>
        Mails.Child(body, from: "someone@homemail.example")[Fields.Urgency] is { Value: { } value, Certainty: var certainty } ? certainty == Certainty.Known ? value : $"doubtful {value}" : null;
}
