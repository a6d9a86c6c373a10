using System.Text.Json;
using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Operations.Widget;

/// <summary>
/// Reads the fields of a customer's request. Unlike elsewhere, every field that is wrong is reported (docs/service/neighbours.md 1.6).
/// </summary>
internal sealed class WidgetFields(JsonElement sent)
{
    private const string OfNoField = "non_field_errors";

    private readonly List<(string Field, string Text)> _mistakes = [];

    /// <summary>Reads a field. Returns the default of the type if it is missing or wrong.</summary>
    public T? Read<T>(string name, Func<JsonElement, string, T> read, bool isRequired = false)
    {
        if (!sent.TryGetProperty(name, out JsonElement value))
        {
            if (isRequired)
            {
                _mistakes.Add((name, "This field is required."));
            }

            return default;
        }

        try
        {
            return read(value, name);
        }
        catch (Refusal mistake)
        {
            _mistakes.Add((name, mistake.Sentence));
            return default;
        }
    }

    /// <summary>Refuses the request if a field is wrong. Only then is it looked at whether the fields fit together.</summary>
    public void Check()
    {
        if (_mistakes.Count > 0)
        {
            throw Refusal.InvalidData(_mistakes);
        }
    }

    public static Refusal DoNotFit(string text) => Refusal.InvalidData((OfNoField, text));
}
