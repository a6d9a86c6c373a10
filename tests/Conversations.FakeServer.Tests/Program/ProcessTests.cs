using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Conversations.FakeServer.Tests.Program;

/// <summary>What the program tells whoever starts it: first line, exit codes, mistakes.</summary>
public sealed partial class ProcessTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task The_first_line_says_where_it_listens_and_a_signal_ends_it_with_0(string signal)
    {
        using var program = ProgramProcess.Start();
        string line = await program.FirstLineAsync();
        Assert.Matches(Listening(), line);
        using var http = new HttpClient { BaseAddress = new Uri(line["Listening on ".Length..]) };
        Assert.StartsWith("""{"status":"ok","now":"20""", await http.GetStringAsync(new Uri("/__fake/health", UriKind.Relative)), StringComparison.Ordinal);

        await program.SignalAsync(signal);

        Assert.Equal(0, await program.ExitAsync());
    }

    [Fact]
    public async Task A_signal_ends_it_while_streams_and_faults_hang()
    {
        using var program = ProgramProcess.Start("--port", "0");
        var address = new Uri((await program.FirstLineAsync())["Listening on ".Length..]);
        using var http = new HttpClient { BaseAddress = address };
        await PostAsync("/__fake/turns", """{"steps":[{"hold":"h"}]}""");
        await PostAsync("/__fake/faults", """{"operation":"tickets.list","then":{"hang":"headers"}}""");
        using HttpRequestMessage request = Running.Request("POST", Running.Conversations, $$"""{"content":"hi","conversation":"{{Guid.NewGuid()}}","trace_id":"{{Guid.NewGuid()}}"}""", "phx_fake");
        using HttpResponseMessage stream = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using HttpRequestMessage list = Running.Request("GET", Running.Tickets, null, "phx_fake");
        Task<HttpResponseMessage> hanging = http.SendAsync(list);

        await program.SignalAsync("TERM");

        Assert.Equal(0, await program.ExitAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);

        async Task PostAsync(string path, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Help_goes_to_the_output_and_ends_with_0()
    {
        (int exitCode, string? output, string? error) = await ProgramProcess.RunAsync("--help");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("conversations-fake: ", output, StringComparison.Ordinal);
        Assert.All((string[])["--port", "--host", "--clock", "--seed", "--preset", "--set"], name => Assert.Contains(name, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("unknown argument \"--nope\"; --help lists the known ones.", "--nope")]
    [InlineData("unknown argument \"8080\"; --help lists the known ones.", "8080")]
    [InlineData("--port needs a value; --help shows it.", "--port")]
    [InlineData("--port 65536 is no port: write a number from 0 to 65535.", "--port", "65536")]
    [InlineData("--port x is no port: write a number from 0 to 65535.", "--port", "x")]
    [InlineData("--host nowhere is no address: write it like 127.0.0.1 or 0.0.0.0.", "--host", "nowhere")]
    [InlineData("--clock yesterday is no instant: write it like 2026-06-03T11:00:00Z.", "--clock", "yesterday")]
    [InlineData("--preset newest: preset is newest_service.", "--preset", "newest")]
    [InlineData("--set api_keys is no switch: write it like api_keys=relaxed.", "--set", "api_keys")]
    [InlineData("--set api_keys=lax: api_keys is one of strict, relaxed.", "--set", "api_keys=lax")]
    [InlineData("--set rate_limits=yes: rate_limits is true or false.", "--set", "rate_limits=yes")]
    [InlineData("--set keepalive_seconds=0: keepalive_seconds is a number of seconds above 0.", "--set", "keepalive_seconds=0")]
    public async Task A_bad_argument_is_one_line_of_error_and_2(string message, params string[] arguments)
    {
        (int exitCode, string? output, string? error) = await ProgramProcess.RunAsync(arguments);

        Assert.Equal((2, "", $"conversations-fake: {message}\n"), (exitCode, output, error));
    }

    [Fact]
    public async Task An_unknown_switch_is_named_with_the_known_ones()
    {
        (int exitCode, string _, string? error) = await ProgramProcess.RunAsync("--set", "nope=1");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("conversations-fake: --set nope=1: There is no switch \"nope\"; there are api_keys, ", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(static letter => letter == '\n'));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        (int exitCode, string? output, string? error) = await ProgramProcess.RunAsync("--port", $"{port}");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("conversations-fake: cannot listen: ", error, StringComparison.Ordinal);
        Assert.Contains($"{port}", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(static letter => letter == '\n'));
    }

    [Fact]
    public async Task A_seed_file_that_is_missing_is_said_with_its_path()
    {
        (int exitCode, string _, string? error) = await ProgramProcess.RunAsync("--seed", "/nowhere/seed.json");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("conversations-fake: --seed /nowhere/seed.json cannot be read: ", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(static letter => letter == '\n'));
    }

    [Theory]
    [InlineData("{\n\"tickets\": [\n{\"status\": \"opn\"}]}", "Line 3, tickets[0].status: \"opn\" is not one of new, open, pending, on_hold, resolved.")]
    [InlineData("{\n\"tickets\": [}", "Line 2: this is no JSON. ")]
    [InlineData("", "Line 1: this is no JSON. ")]
    public async Task A_seed_file_with_a_mistake_is_said_with_path_and_line(string seed, string message)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, seed);

        (int exitCode, string? output, string? error) = await ProgramProcess.RunAsync("--seed", file);

        File.Delete(file);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"conversations-fake: --seed {file}: {message}", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(static letter => letter == '\n'));
    }

    [GeneratedRegex(@"^Listening on http://127\.0\.0\.1:[1-9][0-9]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
