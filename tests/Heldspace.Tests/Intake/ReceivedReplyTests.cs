using Heldspace.Intake;
using NodaTime;

namespace Heldspace.Tests.Intake;

/// <summary>What a text message says by itself: whose number it is, and whether it ends text messages.</summary>
public sealed class ReceivedReplyTests
{
    [Theory]
    [InlineData("STOP", true)]
    [InlineData(" stop. ", true)]
    [InlineData("Stop!!\n", true)]
    [InlineData("STOP ALL", true)]
    [InlineData("unsubscribe", true)]
    [InlineData("please stop", false)]
    [InlineData("he won't stop", false)]
    [InlineData("stop it", false)]
    [InlineData("STOP 2", false)]
    [InlineData("СТОП", false)]
    [InlineData("STOP 😢", false)]
    [InlineData("", false)]
    public void Only_the_word_alone_ends_text_messages(string words, bool stops) =>
        new ReceivedReply { Service = "a-service", ReceivedAt = Instant.FromUtc(2026, 9, 15, 9, 30), From = "447700900111", Words = words }.IsStop.ShouldBe(stops);

    [Theory]
    [InlineData("07700 900123")]
    [InlineData("+44 7700 900123")]
    [InlineData("+44 (0)7700 900123")]
    [InlineData("0044 7700-900123")]
    [InlineData("447700900123")]
    public void One_number_is_spelt_one_way(string written) => MobileNumber.Normal(written).ShouldBe("447700900123");

    [Theory]
    [InlineData("+353 85 012 3456", "353850123456")]
    [InlineData(" Voda ", "voda")]
    public void Numbers_of_elsewhere_and_names_stay_what_they_are(string written, string spelt) => MobileNumber.Normal(written).ShouldBe(spelt);
}
