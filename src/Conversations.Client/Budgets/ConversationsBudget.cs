using System.Threading.RateLimiting;
using Conversations.Client.Budgets;

namespace Conversations.Client;

/// <summary>
/// Keeps calls within the limits of the service: a call that would be refused waits until there is room for it, each time that it is sent.
/// Set it as <see cref="ConversationsClientOptions.Budget"/>, on as many clients as share the limits.
/// </summary>
/// <remarks>
/// <para>
/// The service counts <see cref="LimitClass.Calls"/> for each personal API key, and the other classes for each user with all keys, tokens
/// and sessions. A client cannot know whose key it has. So a budget without a name counts for each credential by itself; give the
/// credentials of one user a budget with a name. Other programs that use the credentials are not seen, but a 429 closes the class until
/// the service takes calls again.
/// </para>
/// <para>
/// In one process the count is exact, and those who wait go in the order of their arrival. For several processes put a limiter beneath it
/// that they share, with <see cref="BudgetOptions.CreateLimiter"/>. Instances are safe for use by several threads. A client does not
/// dispose its budget.
/// </para>
/// </remarks>
public sealed class ConversationsBudget : IDisposable
{
    private const int FirstSweep = 256;

    private readonly object _gate = new();
    private readonly Dictionary<object, LimiterSet> _sets = [];
    private readonly BudgetSettings _settings;
    private readonly BudgetLimiterFactory _factory;
    private int _nextSweep = FirstSweep;
    private bool _isDisposed;

    /// <summary>Makes a budget.</summary>
    /// <param name="name">
    /// The name under which all calls count together, such as <c>support-bot</c>. With <see langword="null"/> each credential counts by
    /// itself: equal keys and tokens together, and what a provider gives together.
    /// </param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The name is empty, an option is wrong, or limiters of your own have no name.</exception>
    public ConversationsBudget(string? name = null, BudgetOptions? options = null)
    {
        if (name is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
        }

        options ??= new();
        if (options.CreateLimiter is not null && name is null)
        {
            throw new ArgumentException("CreateLimiter makes the limiters of a name, and the budget has none: give it one.", nameof(name));
        }

        Name = name;
        _settings = new(options);
        _factory = options.CreateLimiter is { } create ? new(create) : static limit => limit.CreateLocal();
    }

    /// <summary>The name under which all calls count together; <see langword="null"/> if each credential counts by itself.</summary>
    public string? Name { get; }

    /// <summary>The longest wait for a permit.</summary>
    internal TimeSpan MaxWait => _settings.MaxWait;

    /// <summary>How many credentials it knows, or 1 for its name.</summary>
    internal int Credentials
    {
        get
        {
            lock (_gate)
            {
                return _sets.Count;
            }
        }
    }

    /// <summary>How full a class is: of a budget without a name, that of the credential with the least left.</summary>
    /// <param name="limitClass">The class.</param>
    /// <returns>How full it is. Before the first call all values are zero.</returns>
    public BudgetStatistics GetStatistics(LimitClass limitClass)
    {
        LimiterSet[] sets;
        lock (_gate)
        {
            sets = [.. _sets.Values];
        }

        var each = sets.Select(set => set.Describe(limitClass)).OfType<BudgetStatistics>().ToList();
        return new()
        {
            Used = each.Count == 0 ? 0 : each.Max(static statistics => statistics.Used),
            Waiting = each.Sum(static statistics => statistics.Waiting),
            ExpectedWait = each.Select(static statistics => statistics.ExpectedWait).DefaultIfEmpty().Max(),
        };
    }

    /// <summary>Disposes the limiters. Calls that wait end in an <see cref="ObjectDisposedException"/>, and so do later ones.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (LimiterSet set in _sets.Values)
            {
                set.Dispose();
            }
        }
    }

    /// <summary>Names the budget.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => Name is null ? "budget of each credential" : $"budget \"{Name}\"";

    /// <summary>Waits for a permit. The lease says whether there is one, and after which time there is.</summary>
    /// <param name="credential">What stands for the credential, without its secret.</param>
    /// <param name="limitClass">The class of the call.</param>
    /// <param name="timeProvider">The clock of the client.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    internal ValueTask<RateLimitLease> AcquireAsync(
        object credential, LimitClass limitClass, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ClassLimiter limiter = Take(credential, limitClass, timeProvider);
        try
        {
            return limiter.AcquireAsync(cancellationToken);
        }
        finally
        {
            limiter.GiveBack();
        }
    }

    /// <summary>Lets no call go for a time, because the service refused one.</summary>
    /// <inheritdoc cref="AcquireAsync"/>
    internal ValueTask CloseAsync(
        object credential, LimitClass limitClass, TimeProvider timeProvider, TimeSpan time, CancellationToken cancellationToken)
    {
        ClassLimiter limiter = Take(credential, limitClass, timeProvider);
        try
        {
            return limiter.CloseAsync(time, cancellationToken);
        }
        finally
        {
            limiter.GiveBack();
        }
    }

    private ClassLimiter Take(object credential, LimitClass limitClass, TimeProvider timeProvider)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            object owner = Name ?? credential;
            if (!_sets.TryGetValue(owner, out LimiterSet? set))
            {
                Sweep();
                _sets[owner] = set = new(Name ?? "", _settings, _factory, _settings.TimeProvider ?? timeProvider);
            }

            ClassLimiter limiter = set.Of(limitClass);
            limiter.Take();
            return limiter;
        }
    }

    /// <summary>Forgets the credentials whose calls count no more, so that tokens that come and go do not fill the memory.</summary>
    private void Sweep()
    {
        if (_sets.Count < _nextSweep)
        {
            return;
        }

        foreach ((object owner, LimiterSet set) in _sets.Where(static pair => pair.Value.IsUnused).ToList())
        {
            _sets.Remove(owner);
            set.Dispose();
        }

        _nextSweep = Math.Max(FirstSweep, 2 * _sets.Count);
    }
}
