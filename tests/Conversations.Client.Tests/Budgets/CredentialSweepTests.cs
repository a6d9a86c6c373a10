using System.Threading.RateLimiting;

namespace Conversations.Client.Tests.Budgets;

/// <summary>How a budget without a name forgets credentials whose calls count no more, and no other.</summary>
public sealed class CredentialSweepTests : BudgetFixture
{
    private readonly WatchedClock _clock = new();

    [Fact]
    public async Task Of_credentials_that_count_no_more_so_many_are_remembered_and_then_none_and_their_timers_go_with_them()
    {
        using ConversationsBudget budget = Of(LimitClass.Calls, 1, name: null);
        for (int credential = 1; credential <= 256; credential++)
        {
            await UseAsync(budget, new object());
            Assert.Equal(credential, budget.Credentials);
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        await UseAsync(budget, new object());

        Assert.Equal((1, 1), (budget.Credentials, _clock.Live));
    }

    [Fact]
    public async Task A_credential_is_kept_while_a_class_of_it_counts_whatever_its_other_classes_do()
    {
        using ConversationsBudget budget = Both(limit: 1);
        object own = new();
        Assert.True((await budget.AcquireAsync(own, LimitClass.Calls, _clock, default)).IsAcquired);
        Assert.True((await budget.AcquireAsync(own, LimitClass.Mail, _clock, default)).IsAcquired);
        _clock.Advance(TimeSpan.FromMinutes(1));

        await OthersAsync(budget, 600);

        Assert.True((await budget.AcquireAsync(own, LimitClass.Calls, _clock, default)).IsAcquired);
        Assert.False((await budget.AcquireAsync(own, LimitClass.Mail, _clock, default)).IsAcquired);
    }

    [Fact]
    public async Task A_credential_is_kept_while_it_is_closed_also_if_none_of_its_calls_count()
    {
        using ConversationsBudget budget = Both(limit: 1);
        object own = new();
        await budget.CloseAsync(own, LimitClass.Mail, _clock, TimeSpan.FromMinutes(30), default);

        await OthersAsync(budget, 600);

        Assert.False((await budget.AcquireAsync(own, LimitClass.Mail, _clock, default)).IsAcquired);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_call_that_is_about_to_take_its_permit_counts_also_if_its_credential_could_be_forgotten_meanwhile(bool closes)
    {
        using ConversationsBudget budget = Both(limit: 1);
        object own = new();
        _ = await budget.AcquireAsync(own, LimitClass.Mail, _clock, default);
        _clock.Advance(TimeSpan.FromDays(1));
        _clock.Meanwhile = () => Assert.True(OthersAsync(budget, 600).IsCompletedSuccessfully);

        if (closes)
        {
            await budget.CloseAsync(own, LimitClass.Mail, _clock, TimeSpan.FromMinutes(1), default);
        }
        else
        {
            Assert.True((await budget.AcquireAsync(own, LimitClass.Mail, _clock, default)).IsAcquired);
        }

        Assert.Null(_clock.Meanwhile);
        Assert.False((await budget.AcquireAsync(own, LimitClass.Mail, _clock, default)).IsAcquired);
    }

    [Fact]
    public async Task Credentials_that_all_count_are_looked_at_only_when_there_are_twice_as_many()
    {
        using ConversationsBudget budget = Of(LimitClass.Calls, 1, name: null);
        int before = _clock.Reads;

        await OthersAsync(budget, 3000);

        Assert.Equal(3000, budget.Credentials);
        Assert.InRange(_clock.Reads - before, 3000, 6 * 3000);
    }

    private static ConversationsBudget Both(int limit) => new(options: Options(options =>
    {
        options.Windows[LimitClass.Calls] = [new(limit, TimeSpan.FromMinutes(1))];
        options.Windows[LimitClass.Mail] = [new(limit, TimeSpan.FromHours(1))];
        options.MaxWait = TimeSpan.Zero;
    }));

    private async Task OthersAsync(ConversationsBudget budget, int number)
    {
        for (int other = 0; other < number; other++)
        {
            await UseAsync(budget, new object());
        }
    }

    private async Task UseAsync(ConversationsBudget budget, object credential)
    {
        using RateLimitLease lease = await budget.AcquireAsync(credential, LimitClass.Calls, _clock, default);
        Assert.True(lease.IsAcquired);
    }
}
