using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Conversations.Tests.Architecture;

/// <summary>Finds the source files of each type of an assembly from its debug information.</summary>
/// <remarks>Public types share one namespace, so only their folders tell which room they belong to.</remarks>
public static class SourceFolders
{
    /// <summary>
    /// Lists documents for a type without any code, such as an interface or an enum:
    /// https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md.
    /// </summary>
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>
    /// The full name of each outermost type, with the rooms of its files: the first folder below <paramref name="source"/>, or "" for a
    /// file outside of every folder.
    /// </summary>
    /// <remarks>Code that generators add during the build is in no folder, so types with only such code are left out.</remarks>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Read(string assemblyPath, string source)
    {
        using var image = new PEReader(File.OpenRead(assemblyPath));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assemblyPath, ".pdb")));
        MetadataReader metadata = image.GetMetadataReader();
        MetadataReader debug = symbols.GetMetadataReader();

        var rooms = new Dictionary<string, IReadOnlySet<string>>();
        foreach (TypeDefinitionHandle type in metadata.TypeDefinitions)
        {
            foreach (DocumentHandle document in DocumentsOf(type, metadata, debug))
            {
                if (RoomOf(debug.GetString(debug.GetDocument(document).Name), source) is { } room)
                {
                    string name = OutermostName(type, metadata);
                    _ = rooms.TryGetValue(name, out IReadOnlySet<string>? known);
                    rooms[name] = new HashSet<string>(known ?? Enumerable.Empty<string>()) { room };
                }
            }
        }

        return rooms;
    }

    private static IEnumerable<DocumentHandle> DocumentsOf(TypeDefinitionHandle type, MetadataReader metadata, MetadataReader debug)
    {
        foreach (MethodDefinitionHandle method in metadata.GetTypeDefinition(type).GetMethods())
        {
            MethodDebugInformation lines = debug.GetMethodDebugInformation(method);
            foreach (DocumentHandle document in lines.SequencePointsBlob.IsNil ? []
                : lines.GetSequencePoints().Select(static point => point.Document).Distinct())
            {
                yield return document;
            }
        }

        foreach (CustomDebugInformationHandle handle in debug.GetCustomDebugInformation(type))
        {
            CustomDebugInformation information = debug.GetCustomDebugInformation(handle);
            if (debug.GetGuid(information.Kind) != TypeDefinitionDocuments)
            {
                continue;
            }

            BlobReader rows = debug.GetBlobReader(information.Value);
            while (rows.RemainingBytes > 0)
            {
                yield return System.Reflection.Metadata.Ecma335.MetadataTokens.DocumentHandle(rows.ReadCompressedInteger());
            }
        }
    }

    private static string? RoomOf(string document, string source)
    {
        string path = document.Replace('\\', '/');
        int start = path.LastIndexOf($"/{source}/", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        string below = path[(start + source.Length + 2)..];
        return below.Contains('/', StringComparison.Ordinal) ? below[..below.IndexOf('/', StringComparison.Ordinal)] : "";
    }

    private static string OutermostName(TypeDefinitionHandle handle, MetadataReader metadata)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        for (TypeDefinitionHandle outer = type.GetDeclaringType(); !outer.IsNil; outer = type.GetDeclaringType())
        {
            type = metadata.GetTypeDefinition(outer);
        }

        string name = metadata.GetString(type.Name);
        return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
