namespace Conversations.Fuzz.Targets;

/// <summary>What any bytes may be given to.</summary>
internal interface IFuzzTarget
{
    /// <summary>Its name, which is also that of the folder of its inputs.</summary>
    string Name { get; }

    /// <summary>Inputs of the usual kind, to begin with.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Tries an input.</summary>
    /// <returns>What is wrong; null if all is as promised.</returns>
    Task<string?> TryAsync(byte[] input);
}
