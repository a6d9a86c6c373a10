namespace Conversations.Client.Redis;

/// <summary>The options of budgets over Redis. Changes after they were given have no effect.</summary>
public sealed class RedisBudgetOptions
{
    /// <summary>The beginning of the names of keys and channels. What follows is the name of the budget and the class.</summary>
    /// <value><c>conversations-budget:</c> by default.</value>
    public string KeyPrefix { get; set; } = "conversations-budget:";

    /// <summary>How long Redis may take to answer. After that the call counts in its own process.</summary>
    /// <value>1 second by default; more than zero, a minute at most.</value>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a process counts by itself after Redis has failed, before it asks again.</summary>
    /// <value>2 seconds by default; more than zero, an hour at most.</value>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Is told each time that Redis has failed and the process counts by itself, for a log or an alert.</summary>
    /// <value>Nothing by default.</value>
    public Action<Exception>? Unavailable { get; set; }

    /// <summary>A copy that is checked.</summary>
    /// <param name="parameter">The parameter that they were given as.</param>
    internal RedisBudgetOptions Checked(string parameter)
    {
        return KeyPrefix is null ? throw new ArgumentException("KeyPrefix is null: set a text, which may be empty.", parameter)
            : ResponseTimeout <= TimeSpan.Zero || ResponseTimeout > TimeSpan.FromMinutes(1)
                ? throw new ArgumentException($"ResponseTimeout {ResponseTimeout} is not between zero and a minute.", parameter)
            : Pause <= TimeSpan.Zero || Pause > TimeSpan.FromHours(1)
                ? throw new ArgumentException($"Pause {Pause} is not between zero and an hour.", parameter)
                : (RedisBudgetOptions)MemberwiseClone();
    }
}
