using Heldspace.Intake;
using Heldspace.Tests.Builders;

namespace Heldspace.Tests.Intake;

/// <summary>Towns, suburbs and districts that tell the authority, however the sentence runs, and names beside them that mean somewhere else.</summary>
public sealed class PlacesOfEngland
{
    [Theory]
    [InlineData("I am referring Sam Taylor. He lives in Horsforth.", "Leeds")]
    [InlineData("I am referring Sam Taylor. She lives in Cheadle Hulme with her carers.", "Stockport")]
    [InlineData("I am referring Sam Taylor, who is placed with carers in Cockermouth.", "Cumberland")]
    [InlineData("I am referring Sam Taylor, who is placed with foster carers in Mansfield Woodhouse.", "Nottinghamshire")]
    [InlineData("I am referring Sam Taylor. He lives in a children's home in Great Harwood.", "Lancashire")]
    [InlineData("I am referring Sam Taylor. He moved to a residential home in Ingleby Barwick in March.", "Stockton-on-Tees")]
    [InlineData("Name: Sam Taylor\nAddress: 1 Larch Close, Wombourne", "Staffordshire")]
    [InlineData("Name: Sam Taylor\nAddress: 14 Mill Rise, Kenilworth", "Warwickshire")]
    [InlineData("I am Sam Taylor's foster carer. We live in Davyhulme.", "Trafford")]
    [InlineData("I foster Sam Taylor, who is 9 and cannot sleep. We're in Kirkby Lonsdale.", "Westmorland and Furness")]
    [InlineData("I am referring Sam Taylor. He lives with his nan in Harlesden.", "Brent")]
    public void A_town_or_a_suburb_tells_the_authority(string body, string authority) => LivesIn(body).ShouldBe(authority);

    [Theory]
    [InlineData("I am referring Sam Taylor, who is placed with carers in the Wyre area.", "Lancashire")]
    [InlineData("I am referring Sam Taylor. She lives in Wyre Forest.", "Worcestershire")]
    [InlineData("I am referring Sam Taylor. She lives in Amber Valley.", "Derbyshire")]
    [InlineData("I am referring Sam Taylor. She lives in High Peak.", "Derbyshire")]
    public void A_district_tells_the_county(string body, string authority) => LivesIn(body).ShouldBe(authority);

    [Theory]
    [InlineData("I am referring Sam Taylor. He lives in Bolton on Dearne.", "Barnsley")]
    [InlineData("I am referring Sam Taylor. He lives in Chester-le-Street.", "Durham")]
    [InlineData("I am referring Sam Taylor. He lives in Bradford-on-Avon.", "Wiltshire")]
    [InlineData("I am referring Sam Taylor. He lives in Walton-on-Thames.", "Surrey")]
    [InlineData("I am referring Sam Taylor. He lives in Newport Pagnell.", "Milton Keynes")]
    [InlineData("I am referring Sam Taylor. He lives in Chapel Allerton.", "Leeds")]
    public void A_longer_name_is_not_the_town_that_it_begins_or_ends_with(string body, string authority) => LivesIn(body).ShouldBe(authority);

    [Theory]
    [InlineData("I am referring Sam Taylor. He lives with his mother. His brother lives in Horsforth.", null)]
    [InlineData("I am referring Sam Taylor. He used to live in Cockermouth.", null)]
    public void Where_somebody_else_lives_or_somebody_once_lived_is_not_where_a_child_lives(string body, string? authority) => LivesIn(body).ShouldBe(authority);

    private static string? LivesIn(string body) => Mails.Child(body, from: "someone@homemail.example").Value(Fields.LivesIn);
}
