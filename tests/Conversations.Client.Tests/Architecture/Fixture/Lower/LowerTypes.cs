namespace Conversations.Client.Tests.Architecture.Fixture;

public interface ILower;

public enum LowerKind
{
    One,
}

public class LowerClass<T>
{
    public T? Value { get; set; }
}

public static class LowerCode
{
    public static void Take(LowerKind kind) => _ = kind;
}

public sealed class LowerException : Exception;

[AttributeUsage(AttributeTargets.All)]
public sealed class LowerAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class NamingAttribute(Type type) : Attribute
{
    public Type Type => type;
}

public delegate void LowerDelegate();

public partial record Halves;
