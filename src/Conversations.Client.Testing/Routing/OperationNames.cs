using System.Text;

namespace Conversations.Client.Testing.Routing;

/// <summary>The names of operations where they are text: <c>tickets.note_update</c>.</summary>
internal static class OperationNames
{
    private static readonly string[] Groups = ["Conversations", "Queue", "Tickets", "Views"];

    public static string Of(Operation operation)
    {
        string name = operation.ToString();
        string group = Groups.First(candidate => name.StartsWith(candidate, StringComparison.Ordinal));
        var text = new StringBuilder(group.ToLowerInvariant()).Append('.');
        foreach (char letter in name.AsSpan(group.Length))
        {
            if (char.IsAsciiLetterUpper(letter) && text[^1] != '.')
            {
                _ = text.Append('_');
            }

            _ = text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
