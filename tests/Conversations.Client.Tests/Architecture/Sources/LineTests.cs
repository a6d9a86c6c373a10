using System.Text.RegularExpressions;
using Conversations.Tests.Architecture;

namespace Conversations.Client.Tests.Architecture.Sources;

/// <summary>One dialect, where neither the compiler nor <c>dotnet format</c> holds it.</summary>
public sealed partial class LineTests
{
    private const int MaxColumns = 140;

    [Fact]
    public void A_line_has_140_columns_at_most() => Findings.None(
        SourceFiles.All
            .Where(static path => !path.Contains("/Generated/", StringComparison.Ordinal))
            .SelectMany(static path => TooLong(File.ReadLines(Repository.PathOf(path))).Select(number => $"{path}:{number}")),
        $"Over {MaxColumns} columns, texts in quotes and names of tests not counted: break the line.");

    [Fact]
    public void A_member_of_an_internal_type_is_public_or_private() => Findings.None(
        SourceFiles.All
            .Where(static path => path.StartsWith("src/", StringComparison.Ordinal) && !path.Contains("/Generated/", StringComparison.Ordinal))
            .SelectMany(static path => InternalTwice(File.ReadLines(Repository.PathOf(path))).Select(number => $"{path}:{number}")),
        "The type says already that it is internal: make the member public.");

    [Fact]
    public void What_is_too_long_is_seen()
    {
        string filler = new('x', MaxColumns);
        Assert.Equal([1], TooLong([$"// {filler}"]));
        Assert.Equal([2], TooLong(["a", $"Call({filler}, \"a\");"]));
        Assert.Empty(TooLong([$"Call(\"{filler}\", $\"{{a}} {filler}\");", $"    public async Task A_{filler}()", "x = \"\"\"", filler + filler, "\"\"\";"]));
    }

    [Fact]
    public void What_is_internal_twice_is_seen()
    {
        string[] internalType = ["internal sealed class A", "{", "    internal void B()", "    private sealed class C", "        internal C()"];
        Assert.Equal([3, 5], InternalTwice(internalType));
        Assert.Empty(InternalTwice(["public sealed class A", "{", "    internal void B()", "    internal enum C"]));
    }

    private static IEnumerable<int> TooLong(IEnumerable<string> lines)
    {
        bool isRawText = false;
        foreach ((int index, string line) in lines.Index())
        {
            bool bounds = line.Split("\"\"\"").Length % 2 == 0;
            if (!isRawText && !bounds && !TestMethod().IsMatch(line) && Width(line) > MaxColumns)
            {
                yield return index + 1;
            }

            isRawText ^= bounds;
        }
    }

    private static int Width(string line) =>
        line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? line.Length : Text().Replace(line, "").Length;

    private static IEnumerable<int> InternalTwice(IEnumerable<string> lines)
    {
        List<(int Indent, bool IsPublic)> types = [];
        foreach ((int index, string line) in lines.Index())
        {
            int indent = line.Length - line.TrimStart().Length;
            if (TypeDeclaration().IsMatch(line))
            {
                _ = types.RemoveAll(type => type.Indent >= indent);
                types.Add((indent, line.TrimStart().StartsWith("public ", StringComparison.Ordinal)));
            }
            else if (InternalMember().IsMatch(line) && types.Exists(type => type.Indent < indent && !type.IsPublic))
            {
                yield return index + 1;
            }
        }
    }

    [GeneratedRegex("""[$@]*"{3,}.*?"{3,}|[$@]*"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])'""", RegexOptions.NonBacktracking)]
    private static partial Regex Text();

    [GeneratedRegex(@"^    public (?:async )?(?:void|Task) [A-Z]\w*_\w+\(|\.[A-Z]\w*(?:_\w+){5,}\(", RegexOptions.NonBacktracking)]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"^ *(?:public |internal |private |protected |file )?(?:(?:static|sealed|abstract|readonly|partial|ref) )*(?:class|record|struct|interface|enum) \w", RegexOptions.NonBacktracking)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^ +internal (?!protected)(?!.*\boverride\b)", RegexOptions.None, 1000)]
    private static partial Regex InternalMember();
}
