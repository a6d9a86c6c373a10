namespace Conversations.Client.Telemetry;

/// <summary>What telemetry says of a call: no ids, no query, no header.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The path with the names of its parameters; null for an address outside the contract.</param>
/// <param name="Name">The operation's name in the contract; null for an address outside the contract.</param>
internal readonly record struct CalledOperation(HttpMethod Method, string? Route, string? Name);
