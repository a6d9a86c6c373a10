using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using Conversations.Tests.Architecture;

namespace Conversations.Client.Tests.Packages;

/// <summary>The packages contain everything that a user needs, and nothing about the machine that built them.</summary>
public sealed class PackageTests
{
    private static readonly string[] Targets = ["net10.0", "net8.0", "net9.0"];

    /// <summary>
    /// The debug information that says where to download the sources:
    /// https://github.com/dotnet/designs/blob/main/accepted/2020/diagnostics/source-link.md.
    /// </summary>
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [PackedFact]
    public void Each_package_says_what_it_is() => Assert.All(PackedPackage.All, static package =>
    {
        Assert.Equal("MIT", package["license"]);
        Assert.Equal("README.md", package["readme"]);
        Assert.Equal(File.ReadAllBytes(Repository.PathOf("README.md")), package.Files["README.md"]);
        Assert.True(package.Files.ContainsKey(package["icon"]));
        Assert.All((string[])["description", "authors", "tags"], element => Assert.NotEmpty(package[element]));
        Assert.NotEmpty(package.Metadata.Elements().Single(static element => element.Name.LocalName == "repository").Attribute("commit")!.Value);
    });

    [PackedFact]
    public void Each_library_has_an_assembly_and_its_documentation_for_every_target_and_nothing_else() => Assert.All(PackedPackage.Libraries, static package => Assert.Equal(
        Targets.SelectMany(target => new[] { $"lib/{target}/{package.Id}.dll", $"lib/{target}/{package.Id}.xml" }),
        package.Files.Keys.Where(static path =>
            path.Contains('/', StringComparison.Ordinal)
                && !path.StartsWith("_rels/", StringComparison.Ordinal)
                && !path.StartsWith("package/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));

    /// <summary>The users of every target get the documentation that the documentation tests check.</summary>
    [PackedFact]
    public void The_documentation_says_for_every_target_what_is_true_of_the_operations()
    {
        List<string> expected = Facts(File.OpenRead(Path.ChangeExtension(typeof(ConversationsClient).Assembly.Location, ".xml")));
        Assert.NotEmpty(expected);
        Assert.All(Targets, target => Assert.Equal(expected, Facts(new MemoryStream(PackedPackage.All[0].Files[$"lib/{target}/Conversations.Client.xml"]))));

        static List<string> Facts(Stream documentation)
        {
            using (documentation)
            {
                var read = XDocument.Load(documentation);
                Assert.Empty(read.Descendants("include"));
                return [.. read.Descendants("para").Select(static paragraph => paragraph.Value).Where(static text => text.Contains("Source: openapi.json",
                    StringComparison.Ordinal))];
            }
        }
    }

    [PackedFact]
    public void The_dependencies_are_those_of_the_list() => Assert.All(Targets, static target =>
    {
        Assert.Equal(
            DependencyTable.Packages("## Conversations.Client", target).OrderBy(static pair => pair.Key, StringComparer.Ordinal),
            PackedPackage.All[0].Dependencies(target).OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal([new("Conversations.Client", PackedPackage.All[0]["version"])], PackedPackage.All[1].Dependencies(target));
        Assert.Equal(
            DependencyTable.Packages("## Conversations.Client.Testing.WireMock", target)
                .Append(new("Conversations.Client.Testing", PackedPackage.All[1]["version"]))
                .OrderBy(static pair => pair.Key, StringComparer.Ordinal),
            PackedPackage.All[3].Dependencies(target).OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(
            DependencyTable.Packages("## Conversations.Client.HealthChecks", target)
                .Append(new("Conversations.Client", PackedPackage.All[0]["version"]))
                .OrderBy(static pair => pair.Key, StringComparer.Ordinal),
            PackedPackage.All[4].Dependencies(target).OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(
            DependencyTable.Packages("## Conversations.Client.Redis", target)
                .Append(new("Conversations.Client", PackedPackage.All[0]["version"]))
                .OrderBy(static pair => pair.Key, StringComparer.Ordinal),
            PackedPackage.All[5].Dependencies(target).OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(
            Targets.Length,
            PackedPackage.All[1].Metadata.Descendants().Count(static element =>
                element.Name.LocalName == "frameworkReference" && element.Attribute("name")!.Value == "Microsoft.AspNetCore.App"));
    });

    [PackedFact]
    public void The_tool_carries_only_what_is_listed()
    {
        PackedPackage tool = PackedPackage.All[2];
        Assert.Equal("DotnetTool", tool.Metadata.Descendants().Single(static element => element.Name.LocalName == "packageType").Attribute("name")!.Value);
        IEnumerable<string> carried = tool.Files.Keys.Where(static path => path.EndsWith(".dll", StringComparison.Ordinal))
            .Select(static path => Path.GetFileNameWithoutExtension(path)!);
        IEnumerable<string> listed = DependencyTable.Rows("### What comes with it")
            .Select(static row => row[0])
            .Concat(DependencyTable.Rows("## Conversations.FakeServer").Select(static row => row[0]));
        Assert.Subset(listed.Concat(["Conversations.Client", "Conversations.Client.Testing", "conversations-fake"]).ToHashSet(), carried.ToHashSet());
    }

    [PackedFact]
    public void The_symbols_are_those_of_the_assemblies() => Assert.All(PackedPackage.All.SelectMany(static package => package.OwnAssemblies()), static file =>
    {
        using var image = new PEReader(new MemoryStream(file.Assembly));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(file.Symbols));
        DebugDirectoryEntry entry = image.ReadDebugDirectory().Single(static entry => entry.Type == DebugDirectoryEntryType.CodeView);
        Assert.Equal(
            image.ReadCodeViewDebugDirectoryData(entry).Guid, new BlobContentId(symbols.GetMetadataReader().DebugMetadataHeader!.Id).Guid);
        Assert.Contains(image.ReadDebugDirectory(), static entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    });

    [PackedFact]
    public void Sources_can_be_fetched_where_the_package_names_a_repository() => Assert.All(PackedPackage.All, static package =>
    {
        XElement repository = package.Metadata.Elements().Single(static element => element.Name.LocalName == "repository");
        string? address = repository.Attribute("url")?.Value;
        Assert.Equal(address ?? "", package["projectUrl"]);
        Assert.All(package.OwnAssemblies(), file =>
        {
            using var symbols = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(file.Symbols));
            MetadataReader reader = symbols.GetMetadataReader();
            IEnumerable<string> links = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
                .Where(information => reader.GetGuid(information.Kind) == SourceLink)
                .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value)));
            if (address is not null)
            {
                Assert.Contains(repository.Attribute("commit")!.Value, Assert.Single(links), StringComparison.Ordinal);
            }
        });
    });

    [PackedFact]
    public void No_path_of_the_building_machine_is_in_the_assemblies() => Findings.None(
        from package in PackedPackage.All
        from file in package.OwnAssemblies()
        from content in (byte[][])[file.Assembly, file.Symbols]
        from path in (string[])[Repository.Root, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/."]
        from encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode]
        where content.AsSpan().IndexOf(encoding.GetBytes(path)) >= 0
        select $"{package}: {file.Path} holds {path}",
        "Pack with CI=true, which maps paths:");

    /// <summary>Document names are stored in parts, so a search for a whole path would not find them.</summary>
    [PackedFact]
    public void Every_source_path_is_below_the_mapped_root() => Findings.None(
        from package in PackedPackage.All
        from file in package.OwnAssemblies()
        from document in Documents(file.Symbols)
        where !document.StartsWith("/_", StringComparison.Ordinal)
        select $"{package}: {file.Path} names {document}",
        "Pack with CI=true, which maps paths:");

    private static List<string> Documents(byte[] symbols)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
        MetadataReader reader = provider.GetMetadataReader();
        return [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))];
    }
}
