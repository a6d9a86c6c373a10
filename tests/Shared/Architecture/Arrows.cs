using Mono.Cecil;

namespace Conversations.Tests.Architecture;

/// <summary>A use that breaks the plan and is allowed, from a room or "room/type" to a room or "room/type".</summary>
public sealed record ArrowException(string From, string To, string Reason)
{
    internal bool Covers(TypeInRoom user, TypeInRoom used) => user.IsNamed(From) && used.IsNamed(To);
}

/// <summary>Compares which rooms of an assembly use which with a plan. A room is a top-level folder of the sources.</summary>
public sealed class Arrows
{
    private readonly List<(TypeInRoom Type, List<TypeInRoom> Uses, List<string> Assemblies)> _users;

    private Arrows(AssemblyDefinition assembly, IReadOnlyDictionary<string, TypeInRoom> types)
    {
        string own = assembly.Name.Name;
        _users =
        [
            .. from definition in assembly.MainModule.Types
               where types.ContainsKey(definition.FullName)
               let uses = TypeUse.Of(definition)
               select (
                   types[definition.FullName],
                   uses.Where(used => used.Assembly == own && types.ContainsKey(used.Type)).Select(used => types[used.Type]).ToList(),
                   uses.Select(static used => used.Assembly).Where(name => name != own).Distinct().ToList()),
        ];
    }

    public IReadOnlySet<string> Rooms => _users.SelectMany(static user => user.Type.Rooms).ToHashSet();

    /// <param name="assemblyPath">The assembly, with its debug information beside it.</param>
    /// <param name="source">The folder of its sources, such as <c>src/Conversations.Client</c>.</param>
    public static Arrows Read(string assemblyPath, string source)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(assemblyPath);
        var types = SourceFolders.Read(assemblyPath, source).ToDictionary(
            static pair => pair.Key, pair => TypeInRoom.Of(pair.Key, pair.Value));
        return new(assembly, types);
    }

    /// <summary>Each use of a type that the plan allows to none of the user's rooms, as "room/type uses room/type".</summary>
    /// <remarks>
    /// A type in several rooms, such as a partial one, may use what any of its rooms may, and others may use it if they may use any of its
    /// rooms.
    /// </remarks>
    public IReadOnlyList<string> AgainstPlan(IReadOnlyDictionary<string, string[]> plan, IReadOnlyList<ArrowException> exceptions) =>
        [.. Against(plan).Where(use => !exceptions.Any(exception => exception.Covers(use.User, use.Used))).Select(static use => $"{use.User} uses {use.Used}")];

    /// <summary>The exceptions that no use needs any more.</summary>
    public IReadOnlyList<ArrowException> Unneeded(IReadOnlyDictionary<string, string[]> plan, IReadOnlyList<ArrowException> exceptions) =>
        [.. exceptions.Where(exception => !Against(plan).Any(use => exception.Covers(use.User, use.Used)))];

    /// <summary>Each use of another assembly that is allowed to none of the user's rooms, as "room/type uses assembly".</summary>
    public IReadOnlyList<string> AgainstAssemblies(Func<string, string, bool> isAllowed) =>
    [
        .. from user in _users
           from assembly in user.Assemblies
           where !user.Type.Rooms.Any(room => isAllowed(room, assembly))
           select $"{user.Type} uses {assembly}",
    ];

    /// <summary>The rooms of a plan that can reach themselves by its arrows.</summary>
    public static IReadOnlyList<string> Circles(IReadOnlyDictionary<string, string[]> plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. plan.Keys.Where(room => Reachable(plan, room).Contains(room))];
    }

    private static HashSet<string> Reachable(IReadOnlyDictionary<string, string[]> plan, string start)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(plan.GetValueOrDefault(start, []));
        while (open.TryPop(out string? room))
        {
            foreach (string? next in reached.Add(room) ? plan.GetValueOrDefault(room, []) : [])
            {
                open.Push(next);
            }
        }

        return reached;
    }

    private IEnumerable<(TypeInRoom User, TypeInRoom Used)> Against(IReadOnlyDictionary<string, string[]> plan) =>
        from user in _users
        let known = user.Type.Rooms.SelectMany(room => plan.GetValueOrDefault(room, [])).Concat(user.Type.Rooms).ToHashSet()
        from used in user.Uses
        where !used.Rooms.Overlaps(known)
        select (user.Type, used);
}
