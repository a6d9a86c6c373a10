using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Conversations.Tests.Documentation;

/// <summary>The public surface of an assembly beside its documentation file.</summary>
public sealed class DocumentedAssembly(Assembly assembly)
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Dictionary<string, XElement> _members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(static member => member.Attribute("name")!.Value);

    public IEnumerable<Type> Types => assembly.GetExportedTypes().Where(static type => !IsOfCompiler(type));

    /// <summary>
    /// The types and everything on them that was written by hand or by a template; what the compiler adds to records is left out.
    /// </summary>
    public IEnumerable<MemberInfo> Members => Types.SelectMany(static type => type.GetMembers(Declared).Where(IsOwn).Prepend(type));

    /// <summary>What is said of a member, with what it inherits from the member it names; null when nothing is.</summary>
    public XElement? Of(MemberInfo member) => Resolved(DocumentationId.Of(member));

    /// <summary>Whether the words are those of the interface or base class that the member fulfils.</summary>
    public bool IsInherited(MemberInfo member) => Of(member)?.Elements("inheritdoc").Any(static element => element.Attribute("cref") is null) == true;

    /// <summary>The text of an element with the names of what it refers to.</summary>
    public static string TextOf(XElement? element)
    {
        string text = string.Concat(element?.DescendantNodes().Select(static node => node switch
        {
            XText words => words.Value,
            XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } reference => reference.Attributes().First().Value.Split('.', ':')[^1],
            _ => "",
        }) ?? []);
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private XElement? Resolved(string id)
    {
        if (!_members.TryGetValue(id, out XElement? own)
            || own.Element("inheritdoc")?.Attribute("cref")?.Value is not { } named
            || Resolved(named) is not { } other)
        {
            return own;
        }

        var merged = new XElement(own);
        merged.Element("inheritdoc")!.Remove();
        merged.Add(
            other.Elements().Where(element =>
                !merged.Elements(element.Name).Any(mine =>
                    mine.Attribute("name")?.Value == element.Attribute("name")?.Value
                        && mine.Attribute("cref")?.Value == element.Attribute("cref")?.Value)));
        return merged;
    }

    private static bool IsOwn(MemberInfo member) => member switch
    {
        Type => false,
        _ when IsOfCompiler(member) => false,
        ConstructorInfo constructor =>
            constructor.DeclaringType is { IsValueType: false } type && !typeof(Delegate).IsAssignableFrom(type) && !IsImplied(constructor),
        MethodInfo method =>
            (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
                && !typeof(Delegate).IsAssignableFrom(method.DeclaringType),
        FieldInfo field => !field.IsSpecialName,
        _ => true,
    };

    /// <summary>A constructor that nobody wrote: it takes nothing, or copies a record.</summary>
    private static bool IsImplied(ConstructorInfo constructor) =>
        constructor.GetParameters() is [] || (constructor.GetParameters() is [var only] && only.ParameterType == constructor.DeclaringType);

    /// <summary>Whether the compiler wrote it, and no person.</summary>
    public static bool IsOfCompiler(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute)) || (member.DeclaringType is { } outer && IsOfCompiler(outer));
}
