using System.Diagnostics;
using System.Reflection;

namespace Conversations.FakeServer.Tests.Shared;

/// <summary>The program as a separate process.</summary>
internal sealed class ProgramProcess : IDisposable
{
    // Only a broken test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private ProgramProcess(Process process) => _process = process;

    internal static ProgramProcess Start(params string[] arguments) => Start(typeof(FakeProgram).Assembly, arguments);

    private static ProgramProcess Start(Assembly assembly, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ProgramProcess(Process.Start(start)!);
    }

    /// <summary>Runs the program to its end and returns the exit code and the output.</summary>
    internal static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        RunAsync(typeof(FakeProgram).Assembly, arguments);

    /// <summary>Does the same with another program.</summary>
    internal static async Task<(int ExitCode, string Output, string Error)> RunAsync(Assembly assembly, params string[] arguments)
    {
        using ProgramProcess program = Start(assembly, arguments);
        Task<string> output = program._process.StandardOutput.ReadToEndAsync();
        Task<string> error = program._process.StandardError.ReadToEndAsync();
        return (await program.ExitAsync(), await output, await error);
    }

    internal async Task<string> FirstLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _process.StandardOutput.ReadLineAsync(patience.Token) ?? "";
    }

    /// <summary>Sends a signal, such as TERM.</summary>
    internal async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    internal async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
