using System.Reflection;

namespace Conversations.Tests.Documentation;

/// <summary>
/// The name of a member in the documentation file:
/// https://learn.microsoft.com/dotnet/csharp/language-reference/xmldoc/#id-strings.
/// </summary>
public static class DocumentationId
{
    public static string Of(MemberInfo member) => member switch
    {
        Type type => "T:" + TypeName(type),
        ConstructorInfo constructor => $"M:{TypeName(constructor.DeclaringType!)}.#ctor{Parameters(constructor.GetParameters())}",
        MethodInfo method => $"M:{TypeName(method.DeclaringType!)}.{method.Name}{(method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "")}{Parameters(method.GetParameters())}{Conversion(method)}",
        PropertyInfo property => $"P:{TypeName(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}",
        EventInfo happening => $"E:{TypeName(happening.DeclaringType!)}.{happening.Name}",
        FieldInfo field => $"F:{TypeName(field.DeclaringType!)}.{field.Name}",
        _ => throw new ArgumentException($"{member} has no documentation.", nameof(member)),
    };

    private static string Conversion(MethodInfo method) => method.Name is "op_Implicit" or "op_Explicit" ? "~" + ArgumentName(method.ReturnType) : "";

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(static parameter => ArgumentName(parameter.ParameterType)))})";

    private static string TypeName(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string ArgumentName(Type type)
    {
        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        }

        if (type.HasElementType)
        {
            return ArgumentName(type.GetElementType()!) + (type.IsByRef ? "@" : type.IsArray ? "[]" : "*");
        }

        if (!type.IsGenericType)
        {
            return TypeName(type);
        }

        string name = TypeName(type);
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(',', type.GetGenericArguments().Select(ArgumentName))}}}";
    }
}
