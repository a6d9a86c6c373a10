namespace Conversations.Tests.Architecture;

/// <summary>Each folder has a namespace, and its types are in it, so that a reader finds a type by its namespace.</summary>
public static class Namespaces
{
    private const string Declaration = "namespace ";

    /// <summary>The files whose namespace does not match their folder.</summary>
    /// <param name="project">The project's folder, such as <c>src/Conversations.Client</c>.</param>
    /// <param name="own">The project's namespace.</param>
    /// <param name="isLibrary">Whether public types stay in the project's namespace, whatever their folder is.</param>
    /// <param name="withoutName">Folders without a namespace of their own.</param>
    public static IEnumerable<string> NotTheirFolders(string project, string own, bool isLibrary, params string[] withoutName)
    {
        string root = Repository.PathOf(project.Split('/'));
        return
            from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(root, file).Replace('\\', '/')
            let folders = path.Split('/')[..^1]
            where !folders.Any(static folder => folder is "obj" or "bin")
            let lines = File.ReadAllLines(file)
            let actual = lines.FirstOrDefault(static line => line.StartsWith(Declaration, StringComparison.Ordinal))?[Declaration.Length..]
                .TrimEnd(';')
            where actual is not (null or "Microsoft.Extensions.DependencyInjection")
            let isPackages = isLibrary && lines.Any(static line => line.StartsWith("public ", StringComparison.Ordinal))
            let expected = isPackages ? own : string.Join('.', folders.Except(withoutName).Prepend(own))
            where actual != expected
            select $"{project}/{path} says {actual}, and not {expected}";
    }
}
