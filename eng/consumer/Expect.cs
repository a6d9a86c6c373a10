namespace Consumer;

internal static class Expect
{
    public static int Count { get; private set; }

    /// <summary>Ends the program with exit code 1 at the first failed expectation.</summary>
    public static void That(bool holds, string what)
    {
        if (!holds)
        {
            Console.WriteLine($"{what}: WRONG");
            Environment.Exit(1);
        }

        Count++;
    }
}
