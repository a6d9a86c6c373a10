using System.IO.Compression;
using System.Xml.Linq;

namespace Conversations.Client.Tests.Packages;

/// <summary>One package of artifacts/packages, and its symbols.</summary>
internal sealed class PackedPackage
{
    private readonly Dictionary<string, byte[]> _symbols;

    private PackedPackage(string id)
    {
        Id = id;
        string file = Directory.EnumerateFiles(Folder, "*.nupkg").Single(path =>
            Path.GetFileName(path)[id.Length..] is ['.', >= '0' and <= '9', ..]
                && Path.GetFileName(path).StartsWith(id, StringComparison.Ordinal));
        Files = Read(file);
        _symbols = Read(Path.ChangeExtension(file, ".snupkg"));
        Metadata = XElement.Parse(System.Text.Encoding.UTF8.GetString(Files[$"{id}.nuspec"]).TrimStart('\uFEFF')).Elements().Single();
    }

    public static bool AreThere => Directory.Exists(Folder) && Directory.EnumerateFiles(Folder, "*.nupkg").Any();

    public static IReadOnlyList<PackedPackage> All { get; } = [new("Conversations.Client"), new("Conversations.Client.Testing"), new("Conversations.FakeServer"), new("Conversations.Client.Testing.WireMock"), new("Conversations.Client.HealthChecks"), new("Conversations.Client.Redis")];

    public static IReadOnlyList<PackedPackage> Libraries => [All[0], All[1], All[3], All[4], All[5]];

    public string Id { get; }

    public IReadOnlyDictionary<string, byte[]> Files { get; }

    public XElement Metadata { get; }

    private static string Folder => Repository.PathOf("artifacts", "packages");

    /// <summary>The text of a metadata element; empty when there is none.</summary>
    public string this[string element] => Metadata.Elements().SingleOrDefault(found => found.Name.LocalName == element)?.Value ?? "";

    /// <summary>The package's own assemblies, each with its debug information from the symbol package.</summary>
    public IEnumerable<(string Path, byte[] Assembly, byte[] Symbols)> OwnAssemblies() =>
        from file in Files
        where file.Key.EndsWith(".dll", StringComparison.Ordinal)
            && Path.GetFileName(file.Key).StartsWith("conversations", StringComparison.OrdinalIgnoreCase)
        select (file.Key, file.Value, _symbols[Path.ChangeExtension(file.Key, ".pdb")]);

    /// <summary>The dependencies of one target, each with its lowest version.</summary>
    public IReadOnlyDictionary<string, string> Dependencies(string target) =>
        (from dependency in Metadata.Descendants()
         where dependency.Name.LocalName == "dependency" && dependency.Parent!.Attribute("targetFramework")!.Value == target
         select dependency).ToDictionary(static dependency =>
             dependency.Attribute("id")!.Value, static dependency => dependency.Attribute("version")!.Value);

    public override string ToString() => Id;

    private static Dictionary<string, byte[]> Read(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return archive.Entries.ToDictionary(static entry => entry.FullName, static entry =>
        {
            using Stream content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return bytes.ToArray();
        });
    }
}
