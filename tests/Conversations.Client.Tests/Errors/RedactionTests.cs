using Conversations.Client.Errors;

namespace Conversations.Client.Tests.Errors;

/// <summary>A secret is found in a text however the text writes it, and also where the text was cut within it.</summary>
public sealed class RedactionTests
{
    private static readonly string[] Keys = ["ab", "phx/key\"1\\2"];

    [Theory]
    [InlineData("nothing of it", "nothing of it")]
    [InlineData(@"a \ b \n c", @"a \ b \n c")]
    [InlineData("phx/key\"1\\2", "***")]
    [InlineData("PHX/KEY\"1\\2", "***")]
    [InlineData(@"phx\/key\""1\\2", "***")]
    [InlineData(@"phx/key\""1\\2", "***")]
    [InlineData(@"\u0070hx/key""1\u005c2", "***")]
    [InlineData(@"\U0070hx/key""1\u005C2", "***")]
    [InlineData(@"x\u0070hx\/key""1\\2\u0070hx\/key""1\\2y", "x******y")]
    [InlineData(@"\u0061b, \u0061b and \u0061b", "***, *** and ***")]
    [InlineData(@"\u006xb", @"\u006xb")]
    [InlineData(@"\u0061\u0062", "***")]
    [InlineData(@"\u0061\u006", @"\u0061\u006")]
    [InlineData(@"\u0061\", @"\u0061\")]
    public void A_secret_is_replaced_with_and_without_escapes(string text, string expected) =>
        Assert.Equal(expected, Redaction.Redact(text, Keys));

    [Theory]
    [InlineData("it was phx/key\"", "it was ***")]
    [InlineData("it was phx/", "it was ***")]
    [InlineData("it was phx", "it was phx")]
    [InlineData(@"it was phx\/", "it was ***")]
    [InlineData(@"it was phx\/k\", "it was ***")]
    [InlineData(@"it was phx\/k\u", "it was ***")]
    [InlineData(@"it was phx\/k\u0", "it was ***")]
    [InlineData(@"it was phx\/k\u006", "it was ***")]
    [InlineData(@"it was ph\u0078\u002f", "it was ***")]
    [InlineData(@"it was \u0070\u0068\u0078\u002f\u006b\u0065\u0079\u0022\u0031\u005c", "it was ***")]
    [InlineData("", "")]
    public void What_is_left_of_a_secret_at_a_cut_is_replaced_from_its_fourth_character_on(string text, string expected) =>
        Assert.Equal(expected, Redaction.RedactCut(text, Keys));

    [Fact]
    public void A_text_without_secrets_stays_as_it_is_also_at_its_end() => Assert.Equal("ends in phx_", Redaction.RedactCut("ends in phx_", []));

    [Fact]
    public void An_exception_that_repeats_a_secret_is_replaced_by_one_that_says_the_rest()
    {
        var telling = new InvalidOperationException("Sent phx_1 there.");
        var harmless = new InvalidOperationException("Sent there.");

        Exception clean = Redaction.Clean(telling, ["phx_9", "phx_1"]);

        Assert.Equal("InvalidOperationException: Sent *** there.", Assert.IsType<HttpRequestException>(clean).Message);
        Assert.Null(clean.InnerException);
        Assert.Same(harmless, Redaction.Clean(harmless, ["phx_9", "phx_1"]));
        Assert.Same(telling, Redaction.Clean(telling, []));
    }
}
