namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>
/// Marks a test that shows one rule of the service. The test's name states the rule; <c>docs/rules.md</c> is written from these marks.
/// </summary>
/// <param name="section">Where the rule belongs: <c>docs/service/tickets.md 1.6</c> or <c>docs/service/conversations.md 6.2</c>.</param>
/// <param name="evidence">How the rule is known.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RuleAttribute(string section, Evidence evidence) : Attribute
{
    public string Section => section;

    public Evidence Evidence => evidence;
}

/// <summary>How a rule of the service is known, most certain first.</summary>
public enum Evidence
{
    /// <summary>A test of the service asserts it.</summary>
    Tested,

    /// <summary>The service's own code says it.</summary>
    Code,

    /// <summary>The frameworks that the service is built on do this.</summary>
    Framework,

    /// <summary>None of these could settle it, so the fake decides.</summary>
    Open,
}
