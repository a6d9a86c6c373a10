using System.Text.Json;

namespace Conversations.Client.Testing.SeedFiles;

/// <summary>
/// Owns the text of a seed file and finds the line of a value in it. Only a mistake needs the line, so no positions are stored.
/// </summary>
internal sealed class SeedText(byte[] utf8)
{
    public FakeSeedException Mistake(string path, string what)
    {
        int line = LineOf(path);
        string place = path.Length == 0 ? "" : $", {path}";
        return new FakeSeedException($"Line {line}{place}: {what}") { Path = path, Line = line };
    }

    public static FakeSeedException NotJson(JsonException error)
    {
        int line = (int)(error.LineNumber ?? 0) + 1;
        return new FakeSeedException($"Line {line}: this is no JSON. {error.Message}", error) { Line = line };
    }

    private int LineOf(string wanted)
    {
        var reader = new Utf8JsonReader(utf8);
        List<Level> levels = [];
        string name = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    levels.RemoveAt(levels.Count - 1);
                    continue;
            }

            string path = Enter(levels, name);
            if (path == wanted)
            {
                return 1 + utf8.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                levels.Add(new Level(path, reader.TokenType == JsonTokenType.StartArray));
            }
        }

        return 1;
    }

    private static string Enter(List<Level> levels, string name)
    {
        if (levels.Count == 0)
        {
            return "";
        }

        Level parent = levels[^1];
        return parent.IsArray ? $"{parent.Path}[{parent.Entered++}]" : Member(parent.Path, name);
    }

    public static string Member(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private sealed class Level(string path, bool isArray)
    {
        public string Path => path;

        public bool IsArray => isArray;

        public int Entered { get; set; }
    }
}
