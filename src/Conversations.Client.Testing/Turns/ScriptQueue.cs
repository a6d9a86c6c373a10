namespace Conversations.Client.Testing.Turns;

/// <summary>Owns the scripts not yet used.</summary>
internal sealed class ScriptQueue
{
    private readonly List<(Guid? Conversation, TurnScript Script)> _waiting = [];

    public void Clear() => _waiting.Clear();

    public void Add(Guid? conversation, TurnScript script) => _waiting.Add((conversation, script));

    public TurnScript? Take(Guid conversation)
    {
        int index = _waiting.FindIndex(entry => entry.Conversation == conversation);
        if (index < 0)
        {
            index = _waiting.FindIndex(entry => entry.Conversation is null);
        }

        if (index < 0)
        {
            return null;
        }

        TurnScript script = _waiting[index].Script;
        _waiting.RemoveAt(index);
        return script;
    }
}
