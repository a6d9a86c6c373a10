using System.Text.Json;
using Conversations.Client.Budgets;

namespace Conversations.Client.Tests.Budgets;

/// <summary>The table of limit classes is what openapi.json says.</summary>
public sealed class LimitClassTests
{
    [Fact]
    public void The_table_has_the_classes_and_the_windows_of_the_contract() => Assert.Equal(
        SpecLimitClass.All.Select(static expected => (expected.Name, expected.IsPerKey, string.Join(' ', expected.Windows))),
        LimitClassTable.All.Select(static facts =>
            (facts.Name, facts.IsPerKey, string.Join(' ', facts.Windows.Select(static window => (window.Limit, window.Length))))));

    [Fact]
    public void The_table_stands_in_the_order_of_the_values() =>
        Assert.All(LimitClassTable.All, static facts => Assert.Same(facts, LimitClassFacts.Of(facts.Class)));

    [Fact]
    public void Every_operation_counts_in_the_class_that_the_contract_says() => Assert.Equal(
        Spec.Operations.Select(static operation => (operation.Name, operation.Json.GetProperty("x-limit-class").GetString(), Research(operation))),
        OperationTable.All.Select(static facts =>
            (facts.Name,
                (string?)LimitClassFacts.Of(facts.LimitClass).Name,
                facts.ResearchLimitClass is { } research ? LimitClassFacts.Of(research).Name : null)));

    private static string? Research(SpecOperation operation) =>
        operation.Json.TryGetProperty("x-limit-class-research", out JsonElement research) ? research.GetString() : null;
}
