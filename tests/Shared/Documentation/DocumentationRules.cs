using System.Reflection;
using System.Xml.Linq;

namespace Conversations.Tests.Documentation;

/// <summary>The rules for the documentation of every public member; each returns the members that break it.</summary>
public static class DocumentationRules
{
    private static readonly string[] Defaults = ["by default", "required"];
    private static readonly string[] Units = ["second", "minute", "hour", "byte", "attempt", "connection", "request", "partial", "ticket", "message"];
    private static readonly string[] Limits = ["at least", "at most", "or more", "more than", "up to", "no limit", "not negative"];

    public static IEnumerable<string> WithoutSummary(DocumentedAssembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return Names(
            assembly.Members.Where(member =>
                !assembly.IsInherited(member) && DocumentedAssembly.TextOf(assembly.Of(member)?.Element("summary")).Length < 5));
    }

    public static IEnumerable<string> WithoutParameter(DocumentedAssembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return from member in assembly.Members
               where !assembly.IsInherited(member)
               from parameter in ParametersOf(member)
               where !Says(assembly.Of(member), "param", parameter)
               select $"{DocumentationId.Of(member)}: {parameter}";
    }

    public static IEnumerable<string> WithoutTypeParameter(DocumentedAssembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return from member in assembly.Members
               where !assembly.IsInherited(member)
               from parameter in member is Type { IsGenericType: true } type ? type.GetGenericArguments()
                   : member is MethodInfo { IsGenericMethod: true } method ? method.GetGenericArguments() : []
               where !Says(assembly.Of(member), "typeparam", parameter.Name)
               select $"{DocumentationId.Of(member)}: {parameter.Name}";
    }

    /// <summary>Skips operators and disposal, because their return value explains itself.</summary>
    public static IEnumerable<string> WithoutReturns(DocumentedAssembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return Names(assembly.Members.OfType<MethodInfo>().Where(method => method.ReturnType != typeof(void) && !method.IsSpecialName
            && method.Name != "DisposeAsync" && !assembly.IsInherited(method)
            && DocumentedAssembly.TextOf(assembly.Of(method)?.Element("returns")).Length < 3));
    }

    /// <summary>An option must state its default or that it is required; a number or a time also its unit and its limits.</summary>
    public static IEnumerable<string> OptionsWithoutFacts(DocumentedAssembly assembly, params Type[] options)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return from option in options.SelectMany(static type => type.GetProperties())
            .Where(static option => option.SetMethod is { IsPublic: true })
               let value = DocumentedAssembly.TextOf(assembly.Of(option)?.Element("value"))
               from missing in MissingFacts(Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType, value)
               select $"{DocumentationId.Of(option)}: {missing}";
    }

    /// <summary>The references in the documentation of public members to members that are not public.</summary>
    public static IEnumerable<string> HiddenReferences(DocumentedAssembly assembly, params DocumentedAssembly[] others)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var seen = others.Append(assembly).SelectMany(static known => known.Members).Select(DocumentationId.Of).ToHashSet();
        return from member in assembly.Members
               from reference in assembly.Of(member)?.Descendants().Attributes("cref").Select(static reference => reference.Value) ?? []
               where reference[2..].StartsWith("Conversations.", StringComparison.Ordinal) && !seen.Contains(reference)
               select $"{DocumentationId.Of(member)}: {reference}";
    }

    private static IEnumerable<string> MissingFacts(Type type, string value)
    {
        if (!HasAny(value, Defaults))
        {
            yield return "default";
        }

        if ((type == typeof(TimeSpan) || type == typeof(int)) && !HasAny(value, Units))
        {
            yield return "unit";
        }

        if ((type == typeof(TimeSpan) || type == typeof(int)) && !HasAny(value, Limits))
        {
            yield return "limits";
        }
    }

    private static bool HasAny(string value, string[] words) => words.Any(word => value.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool Says(XElement? documentation, string element, string name) =>
        documentation?.Elements(element).Any(found =>
            found.Attribute("name")?.Value == name && DocumentedAssembly.TextOf(found).Length > 2) == true;

    private static IEnumerable<string> ParametersOf(MemberInfo member) => (member switch
    {
        Type type when typeof(Delegate).IsAssignableFrom(type) => type.GetMethod("Invoke")!.GetParameters(),
        MethodBase method => method.GetParameters(),
        PropertyInfo property => property.GetIndexParameters(),
        _ => [],
    }).Select(static parameter => parameter.Name!);

    private static IEnumerable<string> Names(IEnumerable<MemberInfo> members) => members.Select(DocumentationId.Of);
}
