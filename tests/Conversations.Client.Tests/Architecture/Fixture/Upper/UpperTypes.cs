namespace Conversations.Client.Tests.Architecture.Fixture;

#pragma warning disable CS0169, CS0649, IDE0044, IDE0051, CA1823, CA1812 // Unused on purpose: each type shows one way to use another.

public interface IUsesInterface : ILower;

public sealed class UsesInSignature
{
    public static IReadOnlyList<LowerKind[]>? Kinds() => null;
}

public sealed class UsesInField
{
    private LowerDelegate? _field;
}

public sealed class UsesInCode
{
    public static object Make() => new Func<object?>(static () => new LowerClass<int>().Value);
}

public sealed class UsesConstant
{
    public static void Give() => LowerCode.Take(LowerKind.One);
}

public sealed class UsesInCatch
{
    public static async Task WaitAsync()
    {
        try
        {
            await Task.Yield();
        }
        catch (LowerException)
        {
        }
    }
}

[Lower]
public sealed class UsesAttribute;

[Naming(typeof(LowerKind))]
public sealed class UsesInAttribute;

public sealed class UsesInNested
{
    private sealed class Inner<T>
        where T : ILower;
}

public sealed class UsesNothing
{
    public string Text { get; init; } = "";
}

public sealed class UsesHalves(Halves halves)
{
    public Halves Halves => halves;
}
#pragma warning restore

public partial record Halves
{
    public string Text { get; init; } = "";
}
