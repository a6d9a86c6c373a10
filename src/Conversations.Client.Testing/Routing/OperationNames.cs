using System.Text;

namespace Conversations.Client.Testing.Routing;

/// <summary>The names of operations as text, such as <c>tickets.note_update</c>.</summary>
internal static class OperationNames
{
    private static readonly string[] Groups = ["Conversations", "Queue", "Tickets", "Views", "Widget"];

    public static string Of(Operation operation)
    {
        string name = operation.ToString();
        string group = Groups.First(candidate => name.StartsWith(candidate, StringComparison.Ordinal));
        string words = name[group.Length..];
        StringBuilder text = new StringBuilder(group.ToLowerInvariant()).Append('.');
        for (int index = 0; index < words.Length; index++)
        {
            // AI is one word. It ends at the capital letter of the next word.
            if (index > 0
                && char.IsAsciiLetterUpper(words[index])
                && (char.IsAsciiLetterLower(words[index - 1]) || (index + 1 < words.Length && char.IsAsciiLetterLower(words[index + 1]))))
            {
                _ = text.Append('_');
            }

            _ = text.Append(char.ToLowerInvariant(words[index]));
        }

        return text.ToString();
    }
}
