using System.Net.Sockets;
using System.Runtime.InteropServices;
using Conversations.FakeServer;

try
{
    var arguments = Arguments.Parse(args);
    if (arguments.ShowHelp)
    {
        Console.WriteLine(Arguments.Help);
        return 0;
    }

    await using FakeProgram program = await FakeProgram.StartAsync(arguments);

    // Registered before the line is printed, because whoever reads the line may end the program at once.
    var ending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    Console.WriteLine($"Listening on {program.BaseAddress.ToString().TrimEnd('/')}");
    await ending.Task;
    return 0;

    void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        ending.TrySetResult();
    }
}
catch (UsageException mistake)
{
    return Refuse(mistake.Message);
}
catch (Exception exception) when (exception is IOException or SocketException)
{
    return Refuse($"cannot listen: {exception.Message}");
}

static int Refuse(string message)
{
    Console.Error.WriteLine($"conversations-fake: {message.ReplaceLineEndings(" ")}");
    return 2;
}
