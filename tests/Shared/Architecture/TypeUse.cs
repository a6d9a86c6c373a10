using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Conversations.Tests.Architecture;

/// <summary>
/// Finds what a type uses from its metadata and code: signatures, attributes, locals, caught exceptions, calls and their signatures.
/// </summary>
/// <remarks>Does not see a constant of another type or a <c>nameof</c>, because they leave no trace in compiled code.</remarks>
public static class TypeUse
{
    /// <summary>The outermost types that the type and its nested types use, each with the name of its assembly.</summary>
    public static IReadOnlySet<(string Assembly, string Type)> Of(TypeDefinition type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return References(type).SelectMany(Parts).Select(static part => (AssemblyOf(part), OutermostName(part))).ToHashSet();
    }

    public static string OutermostName(TypeReference type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.DeclaringType is { } outer ? OutermostName(outer) : type.FullName;
    }

    private static IEnumerable<TypeReference> References(TypeDefinition type) =>
    [
        .. type.BaseType is { } parent ? [parent] : Enumerable.Empty<TypeReference>(),
        .. type.Interfaces.Select(static implemented => implemented.InterfaceType),
        .. Attributes(type),
        .. Constraints(type),
        .. type.Fields.SelectMany(static field => Attributes(field).Append(field.FieldType)),
        .. type.Properties.SelectMany(static property => Attributes(property).Append(property.PropertyType)),
        .. type.Events.SelectMany(static happening => Attributes(happening).Append(happening.EventType)),
        .. type.Methods.SelectMany(Method),
        .. type.NestedTypes.SelectMany(References),
    ];

    private static IEnumerable<TypeReference> Method(MethodDefinition method) =>
    [
        .. Attributes(method),
        .. Attributes(method.MethodReturnType),
        .. Constraints(method),
        .. method.Parameters.SelectMany(Attributes),
        .. Signature(method),
        .. method.Overrides.SelectMany(Signature),
        .. method.HasBody ? Body(method.Body) : [],
    ];

    private static IEnumerable<TypeReference> Body(MethodBody body) =>
    [
        .. body.Variables.Select(static variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(static handler => handler.CatchType).OfType<TypeReference>(),
        .. body.Instructions.SelectMany(Operand),
    ];

    private static IEnumerable<TypeReference> Operand(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod generic => [.. generic.GenericArguments, .. Signature(generic)],
        MethodReference method => Signature(method),
        _ => [],
    };

    private static IEnumerable<TypeReference> Signature(MethodReference method) =>
        [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(static parameter => parameter.ParameterType)];

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(static parameter => parameter.Constraints)
            .Select(static constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider member) =>
        member.CustomAttributes.SelectMany(static attribute =>
        attribute.ConstructorArguments.Concat(attribute.Properties.Concat(attribute.Fields).Select(static named => named.Argument))
            .SelectMany(ArgumentTypes)
            .Append(attribute.AttributeType));

    private static IEnumerable<TypeReference> ArgumentTypes(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument[] items => items.SelectMany(ArgumentTypes),
        CustomAttributeArgument boxed => ArgumentTypes(boxed),
        _ => [argument.Type],
    };

    /// <summary>A type and its type arguments, without arrays, references and type parameters.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static string AssemblyOf(TypeReference type) => type.Scope switch
    {
        ModuleDefinition module => module.Assembly.Name.Name,
        var scope => scope.Name,
    };
}
