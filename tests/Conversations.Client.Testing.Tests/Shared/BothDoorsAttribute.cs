using System.Reflection;
using Xunit.Sdk;

namespace Conversations.Client.Testing.Tests.Shared;

/// <summary>Runs a theory through each door of the fake.</summary>
public sealed class BothDoorsAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Door.InMemory], [Door.Kestrel]];
}

public enum Door
{
    InMemory,
    Kestrel,
}
