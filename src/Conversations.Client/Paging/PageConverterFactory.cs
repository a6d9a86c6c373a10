using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conversations.Client.Paging;

/// <summary>
/// Gives each kind of page its converter. The kinds are a table of the contract, because native programs cannot make a generic type from
/// a type that is known only while they run.
/// </summary>
internal sealed class PageConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => true;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        PageTable.ConverterOf(typeToConvert)
        ?? throw new NotSupportedException("This page has no JSON form: only pages of what the service lists have one, such as Page<Ticket>.");
}
