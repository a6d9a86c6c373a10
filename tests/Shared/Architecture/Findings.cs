namespace Conversations.Tests.Architecture;

/// <summary>Fails a test with every finding on its own line, and says how to fix it.</summary>
public static class Findings
{
    public static void None(IEnumerable<string> findings, string mend)
    {
        var lines = findings.Order(StringComparer.Ordinal).ToList();
        if (lines.Count > 0)
        {
            throw new Xunit.Sdk.XunitException($"{mend}\n{string.Join('\n', lines)}");
        }
    }
}
