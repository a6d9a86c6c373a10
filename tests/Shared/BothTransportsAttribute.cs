using System.Reflection;
using Xunit.Sdk;

namespace Conversations.Tests;

/// <summary>
/// Runs a theory over both transports. The attribute's values follow the transport; several attributes give several sets.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class BothTransportsAttribute(params object?[] values) : DataAttribute
{
    /// <summary>
    /// The name of a static property of the test's class, a list of values or of rows of values. Each runs over both transports.
    /// </summary>
    public string? Rows { get; init; }

    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) =>
        from transport in Enum.GetValues<Transport>()
        from row in RowsOf(testMethod)
        select (object?[])[transport, .. row];

    private IEnumerable<object?[]> RowsOf(MethodInfo testMethod)
    {
        if (Rows is null)
        {
            return [values];
        }

        PropertyInfo property = testMethod.DeclaringType!.GetProperty(
            Rows, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy)
            ?? throw new InvalidOperationException($"{testMethod.DeclaringType} has no static property {Rows}.");
        return ((System.Collections.IEnumerable)property.GetValue(null)!).Cast<object?>().Select(static row => row as object?[] ?? [row]);
    }
}
