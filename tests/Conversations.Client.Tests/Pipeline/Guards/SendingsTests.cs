using System.Net;
using Conversations.Client.Pipeline.Guards;

namespace Conversations.Client.Tests.Pipeline.Guards;

/// <summary>The guard of "sent once": what it lets pass, what it remembers of the first sending, and how long others wait for it.</summary>
public sealed class SendingsTests
{
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(1);

    private readonly TestClock _clock = new();

    [Fact]
    public void What_may_be_repeated_passes_always_and_its_first_time_is_not_kept()
    {
        var sendings = new Sendings(isRepeatable: true, _clock);

        Assert.True(sendings.TryPass() && sendings.TryPass() && sendings.TryPass());
        Assert.Equal((3, 2), (sendings.Count, sendings.Resends));
        Assert.Null(sendings.FirstPassed);
    }

    [Fact]
    public void What_must_be_sent_once_passes_once_and_the_time_of_the_first_stays()
    {
        Sendings sendings = Once();

        Assert.True(sendings.TryPass());
        long? first = sendings.FirstPassed;
        _clock.Advance(TimeSpan.FromSeconds(1));
        sendings.AllowRepetition(first!.Value, TimeSpan.FromMinutes(1));

        Assert.True(sendings.TryPass());
        Assert.False(sendings.TryPass());
        Assert.Equal((2, 1, first), (sendings.Count, sendings.Resends, sendings.FirstPassed));
    }

    [Fact]
    public void A_sending_that_found_no_connection_has_not_arrived_and_went_out_all_the_same()
    {
        var sendings = new Sendings(isRepeatable: true, _clock);

        Assert.True(sendings.TryPass());
        sendings.NeverLeft();
        Assert.True(sendings.TryPass());

        Assert.Equal((1, 1), (sendings.Count, sendings.Resends));
    }

    [Theory]
    [InlineData(89_999, true)]
    [InlineData(90_000, false)]
    public void A_repetition_leaves_before_the_end_of_its_time_and_not_at_it(int milliseconds, bool passes)
    {
        Sendings sendings = Once();
        long began = _clock.GetTimestamp();
        Assert.True(sendings.TryPass());
        sendings.AllowRepetition(began, TimeSpan.FromSeconds(90));
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal((passes, !passes), (sendings.TryPass(), sendings.IsTooLate));
    }

    [Fact]
    public void Only_what_was_not_refused_may_have_taken_effect_and_goes_out_as_the_same_again()
    {
        Sendings sendings = Once();
        Assert.True(sendings.TryPass());
        Assert.True(sendings.MayHaveTakenEffect);

        sendings.Refused(isForCredential: true);
        sendings.AllowRepetition(_clock.GetTimestamp(), TimeSpan.FromMinutes(1));
        Assert.Equal((false, false), (sendings.MayHaveTakenEffect, sendings.IsAgain));

        Assert.True(sendings.TryPass());
        sendings.AllowRepetition(_clock.GetTimestamp(), TimeSpan.FromMinutes(1));
        Assert.Equal((true, true), (sendings.MayHaveTakenEffect, sendings.IsAgain));
    }

    [Fact]
    public void That_a_credential_was_refused_is_remembered_whatever_is_refused_later()
    {
        Sendings sendings = Once();

        sendings.Refused(isForCredential: false);
        Assert.False(sendings.IsCredentialRefused);
        sendings.Refused(isForCredential: true);
        sendings.Refused(isForCredential: true);
        sendings.Refused(isForCredential: false);

        Assert.True(sendings.IsCredentialRefused);
    }

    [Fact]
    public async Task Another_credential_lets_a_refused_call_pass_once_more_and_no_second_time()
    {
        Sendings sendings = Once();
        FirstAttempt unauthorized = await AnsweredAsync(HttpStatusCode.Unauthorized);

        Assert.True(sendings.TryPass());
        sendings.Ended(unauthorized);
        sendings.Renew();
        Assert.True(sendings.TryPass());

        sendings.Ended(unauthorized);
        sendings.Renew();
        Assert.False(sendings.TryPass());
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task Another_credential_changes_nothing_after_anything_but_its_refusal(HttpStatusCode status)
    {
        Sendings sendings = Once();

        Assert.True(sendings.TryPass());
        sendings.Ended(await AnsweredAsync(status));
        sendings.Renew();

        Assert.False(sendings.TryPass());
    }

    [Fact]
    public async Task All_who_were_stopped_hear_how_the_first_ended()
    {
        Sendings sendings = Once();
        Assert.True(sendings.TryPass());
        Task<FirstAttempt> one = sendings.EndOfFirstAsync(default);
        Task<FirstAttempt> other = sendings.EndOfFirstAsync(default);
        Assert.False(one.IsCompleted || other.IsCompleted);

        var failed = FirstAttempt.Failed(new IOException());
        sendings.Ended(failed);

        Assert.Same(failed, await one);
        Assert.Same(failed, await other);
        Assert.Same(failed, await sendings.EndOfFirstAsync(default));
    }

    [Fact]
    public async Task After_a_success_the_code_that_waits_for_it_has_a_second_to_take_it()
    {
        Sendings sendings = Once();
        Assert.True(sendings.TryPass());
        sendings.CopyBegins();
        sendings.Ended(await AnsweredAsync(HttpStatusCode.OK));
        Task<FirstAttempt> stopped = sendings.EndOfFirstAsync(default);

        await _clock.PassAsync(Courtesy);

        Assert.True((await stopped).IsSuccess);
    }

    [Fact]
    public async Task Beside_a_copy_that_still_reads_its_answer_the_second_begins_when_it_was_read()
    {
        Sendings sendings = Once();
        Assert.True(sendings.TryPass());
        sendings.CopyBegins();
        sendings.CopyBegins();
        sendings.Ended(await AnsweredAsync(HttpStatusCode.OK));
        Task<FirstAttempt> one = sendings.EndOfFirstAsync(default);
        Task<FirstAttempt> other = sendings.EndOfFirstAsync(default);
        await _clock.QuietAsync();
        Assert.False(one.IsCompleted || other.IsCompleted);

        sendings.Loaded();

        await _clock.RunAsync(Task.WhenAll(one, other));
        Assert.True((await one).IsSuccess && (await other).IsSuccess);
        await _clock.RunAsync(sendings.EndOfFirstAsync(default));
    }

    [Fact]
    public async Task A_success_whose_body_broke_off_meanwhile_is_told_as_that_failure()
    {
        Sendings sendings = Once();
        Assert.True(sendings.TryPass());
        sendings.Ended(await AnsweredAsync(HttpStatusCode.OK));
        Task<FirstAttempt> stopped = sendings.EndOfFirstAsync(default);

        sendings.EndedInBody(new IOException());
        await _clock.PassAsync(Courtesy);

        Assert.False((await stopped).IsSuccess);
    }

    [Fact]
    public async Task A_failure_stays_the_failure_that_it_was_when_its_body_breaks_off_too()
    {
        Sendings sendings = Once();
        Assert.True(sendings.TryPass());
        FirstAttempt refused = await AnsweredAsync(HttpStatusCode.Forbidden);
        sendings.Ended(refused);

        sendings.EndedInBody(new IOException());

        Assert.Same(refused, await sendings.EndOfFirstAsync(default));
    }

    private Sendings Once() => new(isRepeatable: false, _clock);

    private static async Task<FirstAttempt> AnsweredAsync(HttpStatusCode status)
    {
        HttpRequestMessage request = BegunCall.Request(HttpMethod.Post, "tickets/7/reply/");
        return await FirstAttempt.AnsweredAsync(new(status) { RequestMessage = request }, BegunCall.Of(request));
    }
}
