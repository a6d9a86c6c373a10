using System.Text.Json;

namespace Conversations.Client.Tests.Packages;

/// <summary>The dependencies of a project of <c>src</c>, as resolved by the restore before the build.</summary>
internal sealed class RestoredProject(string name)
{
    private readonly JsonElement _root = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("artifacts", "obj", name, "project.assets.json"))).RootElement;

    public IReadOnlyList<string> Targets =>
        [
            .. _root.GetProperty("project")
                .GetProperty("frameworks")
                .EnumerateObject()
                .Select(static framework => framework.Name)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The packages that the project references and passes on to its users, each with its version.</summary>
    public IReadOnlyDictionary<string, string> Shipped(string target) => Named(target, isShipped: true);

    /// <summary>The packages that the project references only for its own build.</summary>
    public IReadOnlyCollection<string> BuildOnly(string target) => [.. Named(target, isShipped: false).Keys];

    /// <summary>All shipped packages and the packages that they bring along, with the size of their assemblies in bytes.</summary>
    public IReadOnlyDictionary<string, long> Closure(string target)
    {
        var libraries = _root.GetProperty("targets")
            .GetProperty(target)
            .EnumerateObject()
            .ToDictionary(static library => library.Name.Split('/')[0], static library => library);
        var closure = new Dictionary<string, long>();
        var open = new Stack<string>(Shipped(target).Keys);
        while (open.TryPop(out string? package))
        {
            // The restore leaves out a package that the target's own framework contains.
            if (!closure.ContainsKey(package) && libraries.TryGetValue(package, out JsonProperty library))
            {
                closure[package] = SizeOf(library);
                foreach (JsonProperty next in library.Value.TryGetProperty("dependencies", out JsonElement dependencies)
                    ? dependencies.EnumerateObject() : default)
                {
                    open.Push(next.Name);
                }
            }
        }

        return closure;
    }

    private Dictionary<string, string> Named(string target, bool isShipped) =>
        _root.GetProperty("project").GetProperty("frameworks").GetProperty(target).TryGetProperty("dependencies", out JsonElement dependencies)
            ? dependencies.EnumerateObject()
                .Where(dependency => isShipped != dependency.Value.TryGetProperty("suppressParent", out _))
                .ToDictionary(
                    static dependency => dependency.Name,
                    static dependency => dependency.Value.GetProperty("version").GetString()!.Trim('[', ')', ',', ' '))
            : [];

    private long SizeOf(JsonProperty library)
    {
        string folder = Path.Combine(
            _root.GetProperty("packageFolders").EnumerateObject().First().Name,
            _root.GetProperty("libraries").GetProperty(library.Name).GetProperty("path").GetString()!);
        return library.Value.TryGetProperty("runtime", out JsonElement files)
            ? files.EnumerateObject()
                .Where(static file => file.Name.EndsWith(".dll", StringComparison.Ordinal))
                .Sum(file => new FileInfo(Path.Combine(folder, file.Name)).Length)
            : 0;
    }
}
