using Conversations.Soak;

namespace Conversations.FakeServer.Tests.Soak;

/// <summary>What the soak takes for unequal: without these, a run that compares nothing would look like one that found nothing.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("comparison").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    // What the caller was told, how often it is stored, and whether that is equal.
    [InlineData("made r1 Done", 1, true)]
    [InlineData("made r1 Done", 0, false)]
    [InlineData("made r1 Done", 2, false)]
    [InlineData("made r1 Not", 0, true)]
    [InlineData("made r1 Not", 1, false)]
    [InlineData("made r1 Unknown", 0, true)]
    [InlineData("made r1 Unknown", 1, true)]
    [InlineData("made r1 Unknown", 2, false)]
    [InlineData("made r1 Done\ngone r1 Done", 0, true)]
    [InlineData("made r1 Done\ngone r1 Done", 1, false)]
    [InlineData("made r1 Done\ngone r1 Unknown", 0, true)]
    [InlineData("made r1 Done\ngone r1 Unknown", 1, true)]
    [InlineData("made r1 Done\ngone r1 Not", 0, false)]
    [InlineData("made r1 Done\ngone r1 Not", 1, true)]
    [InlineData("", 1, false)]
    public void A_change_is_stored_as_often_as_its_caller_was_told(string book, int stored, bool isEqual) =>
        Assert.Equal(isEqual, Read(book, "", string.Concat(Enumerable.Repeat("mark r1\n", stored))).Broken.Count == 0);

    [Theory]
    [InlineData("tagged 1 u1 Done", "u1", true)]
    [InlineData("tagged 1 u1 Done", "", false)]
    [InlineData("tagged 1 u1 Not", "", true)]
    [InlineData("tagged 1 u1 Not", "u1", false)]
    [InlineData("tagged 1 u1 Unknown", "", true)]
    [InlineData("tagged 1 u1 Done\ntagged 1 u2 Unknown", "u1", true)]
    [InlineData("tagged 1 u1 Done\ntagged 1 u2 Unknown", "u2", true)]
    [InlineData("tagged 1 u1 Unknown\ntagged 1 u2 Done", "u1", false)]
    public void A_ticket_has_the_last_tag_that_may_have_been_set(string book, string tag, bool isEqual) =>
        Assert.Equal(isEqual, Read(book, "", $"tags 1 {tag}").Broken.Count == 0);

    [Theory]
    // What was sent, what arrived, and whether that is equal.
    [InlineData("sent 1 tickets.reply 201", "1 POST 201", true)]
    [InlineData("sent 1 tickets.reply 201", "", false)]
    [InlineData("sent 1 tickets.reply 201", "1 POST 500", false)]
    [InlineData("sent 1 tickets.reply 201", "1 POST 201\n1 POST 201", false)]
    [InlineData("sent 1 tickets.list 200", "1 GET 0\n1 GET 200", true)]
    [InlineData("sent 1 tickets.reply HttpRequestException", "1 POST 201", true)]
    [InlineData("sent 1 tickets.reply HttpRequestException", "", true)]
    [InlineData("sent 1 tickets.reply given-up", "", true)]
    [InlineData("", "1 GET 200", false)]
    public void A_request_that_was_answered_has_arrived_once(string book, string arrivals, bool isEqual) =>
        Assert.Equal(isEqual, Read(book, arrivals, "").Broken.Count == 0);

    [Fact]
    public void What_cannot_arrive_is_counted_by_its_reason()
    {
        Comparison comparison = Read(
            "sent 1 tickets.list 200\nsent 2 tickets.list given-up\nsent 3 tickets.reply HttpRequestException\nsent 4 tickets.list 200",
            "1 GET 200\n4 GET 0\n4 GET 200",
            "");
        Assert.Equal(4, comparison.Sent);
        Assert.Equal(1, comparison.GivenUp);
        Assert.Equal(1, comparison.LostOnTheWay);
        Assert.Equal(1, comparison.RepeatedByPlatform);
        Assert.Equal(3, comparison.Arrived);
    }

    private Comparison Read(params string[] files)
    {
        string[] paths = [.. files.Select((_, number) => Path.Combine(_folder, $"{number}"))];
        for (int file = 0; file < files.Length; file++)
        {
            File.WriteAllText(paths[file], files[file]);
        }

        return Comparison.Read(paths[0], paths[1], paths[2]);
    }
}
