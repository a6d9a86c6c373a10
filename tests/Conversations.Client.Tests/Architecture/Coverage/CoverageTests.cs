using System.Text;

namespace Conversations.Client.Tests.Architecture.Coverage;

/// <summary>
/// For each operation: it is in the client, the fake answers it, golden cases hold its wire format, and its errors have the contract's
/// shapes and become the promised exceptions. This test writes the table in the docs, so the table cannot claim more than was tried.
/// </summary>
public sealed class CoverageTests
{
    private const string Switch = "WRITE_COVERAGE";
    private static readonly string Page = Repository.PathOf("docs", "coverage.md");

    public static TheoryData<string> OperationNames => [.. Spec.Operations.Select(static operation => operation.Name)];

    [Theory, MemberData(nameof(OperationNames))]
    public async Task An_operation_has_no_hole(string name) =>
        _ = await CoverageRow.FindAsync(Spec.Operations.Single(operation => operation.Name == name));

    [Fact]
    public void Every_golden_case_belongs_to_an_operation() =>
        Assert.Subset(
            Spec.Operations.Select(static operation => operation.Name).ToHashSet(),
            Contract.Golden.GoldenCases.All.Values.Select(static golden => golden.Operation).ToHashSet());

    [Fact]
    public async Task What_is_left_out_of_the_contract_is_refused_by_the_fake_in_plain_words()
    {
        foreach ((string? method, string? path) in Left.OutOfTheContract.Keys)
        {
            Assert.DoesNotContain(Spec.Operations, operation => operation.Path == path);
            SpecOperation cancel = Spec.Operations.Single(static operation => operation.Name == "conversations.cancel");
            using FakeService service = await FakeService.StartAsync(cancel);
            string target = service.Valid().Target.Replace("/cancel/", "/open/", StringComparison.Ordinal);
            Answer answer = await service.AskAsync(Call.Of(method, target, "{}"), service.Allowed);

            // The service's own response for a conversation that is not on the runtime that the contract leaves out.
            Assert.Equal((400, "invalid_input"), (answer.Status, ErrorShapes.NameOf(answer)));
        }
    }

    [Fact]
    public async Task The_table_in_the_docs_is_what_was_found()
    {
        string table = await WriteAsync();
        if (Environment.GetEnvironmentVariable(Switch) is not null)
        {
            await File.WriteAllTextAsync(Page, table);
        }

        Assert.True(
            await File.ReadAllTextAsync(Page) == table,
            $"docs/coverage.md is not what the tests find. Read what changed, then write it anew: {Switch}=1 dotnet test tests/Conversations.Client.Tests --filter CoverageTests");
    }

    private static async Task<string> WriteAsync()
    {
        var rows = new List<CoverageRow>();
        foreach (SpecOperation operation in Spec.Operations)
        {
            rows.Add(await CoverageRow.FindAsync(operation));
        }

        var page = new StringBuilder("""
            # Coverage

            What the tests have tried of each operation of the contract. Written by `CoverageTests` of `tests/Conversations.Client.Tests`, which takes the operations from `openapi.json`, calls client and fake for each cell and fails at a hole; see [CONTRIBUTING](../CONTRIBUTING.md) on how to write it anew.

            - *In the client*: its methods in the groups.
            - *Fake*: the status with which the fake answers the contract's own example of the request; the body fits the contract's schema.
            - *Golden*: cases in `Contract/Golden` that hold its exact request and an exact answer, each over both transports and in four cultures.
            - The rest are refusals by the fake: the code of the error, `{error}` or `{detail}` for a body without one, – where the operation has no id or no body. Each body has a shape that the contract gives for the operation, and the client throws the promised exception with status, code, text, member, method and route of that body.

            | operation | in the client | fake | golden | 401 no or a wrong credential | 403 scope or session | 404 unknown ids, each in turn | 404 unknown project | 400 invalid body |
            |---|---|---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        page.AppendJoin('\n', rows).Append($"""


            ## What lies not in the call

            Every other status that the contract has for an operation, checked in the same way; – where it has none. They are brought about by what the service holds or is about to do (409), by switches of the fake (402, 405, 422, 429), by headers (406, 415) and by faults (500, 503).

            | operation | {string.Join(" | ", Provocations.Statuses)} |
            |---|{string.Concat(Provocations.Statuses.Select(static _ => "---|"))}

            """.ReplaceLineEndings("\n"));
        page.AppendJoin('\n', rows.Select(static row => row.Refusals())).Append("\n\n## Left out\n\n");
        page.AppendJoin('\n', Left.WithoutFacade.Select(static left => $"- `{left.Key}` is in no group of the client: {left.Value.Reason}."));
        page.Append('\n').AppendJoin('\n', Left.OutOfTheContract.Select(static left => $"- {left.Key.Method} `{left.Key.Path}` is not in the contract: {left.Value}."));
        return page.Append('\n').ToString();
    }
}
