namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>Something that the schemas of the contract do not say, and where it is written.</summary>
/// <param name="Name">The rule as a sentence.</param>
/// <param name="Citation">Where it is written.</param>
/// <param name="Explains">Whether an answer is as it is because of the rule.</param>
internal sealed record Rule(string Name, string Citation, Func<Exchange, bool> Explains);

/// <summary>Something that the schemas of the contract do not say of one value.</summary>
/// <param name="Name">The rule as a sentence.</param>
/// <param name="Citation">Where it is written.</param>
/// <param name="Explains">Whether a value is in order because of the rule.</param>
internal sealed record MemberRule(string Name, string Citation, Func<Exchange, Place, bool> Explains);
