namespace Conversations.Client.Tests.Architecture.BadInput;

/// <summary>The client finds mistakes before sending where it can. The exception names the member and says what to write instead.</summary>
public sealed class BadInputTests
{
    /// <summary>Parameters without invalid values: any value can be sent.</summary>
    private static readonly string[] CannotBeWrong = ["cancellationToken", "isFavorited", "isPrivate", "richContent", "since"];

    public static TheoryData<string> Names => [.. All.Keys];

    private static IReadOnlyDictionary<string, BadCall> All { get; } =
        new[] { BadConversationInput.All, BadTicketInput.All, BadQueryInput.All, BadMessageInput.All, BadViewInput.All }
        .SelectMany(static bad => bad).ToDictionary(static bad => bad.Name);

    [Theory, MemberData(nameof(Names))]
    public async Task It_is_refused_with_its_name_and_nothing_is_sent(string name)
    {
        BadCall bad = All[name];
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();

        ArgumentException error = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await bad.Call(client));

        Assert.Empty(stub.Requests);
        Assert.Equal(bad.Parameter, error.ParamName);
        Assert.Contains(bad.Says, error.Message, StringComparison.OrdinalIgnoreCase);
        if (error is not ArgumentNullException)
        {
            Assert.Matches(": (give|set|write|remove|shorten|use|leave|call|ask|cut|make) ?", error.Message);
        }
    }

    [Fact]
    public void Every_parameter_that_can_be_wrong_is_tried_wrong()
    {
        var tried = All.Values.Select(static bad => $"{bad.Facade} {bad.About ?? bad.Parameter}").ToHashSet();
        IEnumerable<string> parameters =
            from property in typeof(IConversationsClient).GetProperties()
            where property.PropertyType.Name.EndsWith("Operations", StringComparison.Ordinal)
            from method in property.PropertyType.GetMethods()
            from parameter in method.GetParameters()
            where !CannotBeWrong.Contains(parameter.Name)
            select $"{property.Name}.{method.Name} {parameter.Name}";
        Assert.Empty(parameters.Distinct().Except(tried));
    }
}
