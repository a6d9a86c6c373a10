using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Conversations.Tests.Documentation;

/// <summary>The public API of an assembly together with its documentation file.</summary>
public sealed class DocumentedAssembly(Assembly assembly)
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Dictionary<string, XElement> _members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(static member => member.Attribute("name")!.Value);

    public IEnumerable<Type> Types => assembly.GetExportedTypes().Where(static type => !IsOfCompiler(type));

    /// <summary>
    /// The types and all members that a person or a template wrote; members that the compiler adds to records are left out.
    /// </summary>
    public IEnumerable<MemberInfo> Members => Types.SelectMany(static type => type.GetMembers(Declared).Where(IsOwn).Prepend(type));

    /// <summary>The documentation of a member, with what it inherits by cref; null when there is none.</summary>
    public XElement? Of(MemberInfo member) => Resolved(DocumentationId.Of(member));

    /// <summary>Whether the member inherits the documentation of the interface or base class that it implements.</summary>
    public bool IsInherited(MemberInfo member) => Of(member)?.Elements("inheritdoc").Any(static element => element.Attribute("cref") is null) == true;

    /// <summary>The text of an element, including the names that it refers to.</summary>
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

    /// <summary>Whether nobody wrote the constructor: it has no parameters, or copies a record.</summary>
    private static bool IsImplied(ConstructorInfo constructor) =>
        constructor.GetParameters() is [] || (constructor.GetParameters() is [var only] && only.ParameterType == constructor.DeclaringType);

    /// <summary>Whether the compiler generated it.</summary>
    public static bool IsOfCompiler(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute)) || (member.DeclaringType is { } outer && IsOfCompiler(outer));
}
