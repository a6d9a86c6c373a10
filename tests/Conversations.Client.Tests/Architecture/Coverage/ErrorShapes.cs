using System.Net;
using System.Text.Json;

namespace Conversations.Client.Tests.Architecture.Coverage;

/// <summary>The contract's errors of an operation, and the exceptions that the client must make of them.</summary>
internal static class ErrorShapes
{
    internal static IReadOnlyDictionary<int, Type> Exceptions { get; } = new Dictionary<int, Type>
    {
        [400] = typeof(ConversationsValidationException),
        [401] = typeof(ConversationsAuthenticationException),
        [402] = typeof(ConversationsQuotaException),
        [403] = typeof(ConversationsPermissionException),
        [404] = typeof(ConversationsNotFoundException),
        [405] = typeof(ConversationsNotSupportedException),
        [409] = typeof(ConversationsConflictException),
        [429] = typeof(ConversationsRateLimitException),
    };

    /// <summary>The body has the members of one of the operation's examples of that status, and the same values except for texts.</summary>
    internal static void AssertIsOneOf(SpecOperation operation, int status, Answer answer)
    {
        Assert.True(answer.Status == status, $"{operation.Name} answered {answer.Status} where {status} was expected: {answer.Body}");
        Assert.True(operation.Json.GetProperty("responses").TryGetProperty($"{status}", out JsonElement response), $"The contract has no {status} for {operation.Name}.");
        if (answer.IsEmpty && status == 503)
        {
            // The only response that may come without a body (docs/service/conversations.md 1.5).
            return;
        }

        Assert.Equal("application/json", answer.MediaType);
        JsonElement media = Spec.Resolve(response).GetProperty("content").GetProperty("application/json");
        Assert.Empty(ContractSchema.Exact.Mistakes(media.GetProperty("schema"), answer.Json));
        if (!media.TryGetProperty("examples", out JsonElement examples))
        {
            return;
        }

        var shapes = examples.EnumerateObject().Select(example => Shape(example.Value.GetProperty("value"), status)).ToList();
        Assert.Contains(Shape(answer.Json, status), shapes);
    }

    /// <summary>The client threw the promised type, with every fact of the response.</summary>
    internal static void AssertIsOn(ConversationsApiException exception, SpecOperation operation, Answer answer)
    {
        Assert.IsType(Exceptions.GetValueOrDefault(answer.Status, typeof(ConversationsApiException)), exception);
        Assert.Equal(
            ((HttpStatusCode)answer.Status, operation.Path, operation.Method, 1),
            (exception.StatusCode, exception.Route, exception.Method.Method, exception.Attempts));
        Assert.Equal(answer.Body, exception.Body ?? "");
        if (answer.IsEmpty)
        {
            Assert.Equal(TimeSpan.FromSeconds(20), exception.RetryAfter);
            return;
        }

        Assert.Equal((Text(answer.Json, "type"), Text(answer.Json, "attr")), (exception.ErrorType, exception.Attribute));
        Assert.Equal(Text(answer.Json, "code") ?? Text(answer.Json, "error_type"), exception.Code);
        Assert.Equal(Text(answer.Json, "detail") ?? Text(answer.Json, "error"), exception.Detail);
        Assert.False(string.IsNullOrEmpty(exception.Detail));
        Assert.Contains(exception.Detail.TrimEnd('.'), exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The name of an error in a table: its code, else the member that holds its text.</summary>
    internal static string NameOf(Answer answer) =>
        answer.IsEmpty ? "empty" : Text(answer.Json, "code") ?? Text(answer.Json, "error_type") ?? (Text(answer.Json, "error") is null ? "{detail}" : "{error}");

    /// <summary>The members and the type, and also the code except for a 400, which has many codes.</summary>
    private static string Shape(JsonElement body, int status) =>
        $"{string.Join(",", body.EnumerateObject().Select(static member => member.Name))} {Text(body, "type")} {(status == 400 ? "" : Text(body, "code"))}";

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
