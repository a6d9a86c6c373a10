namespace Consumer;

internal static class Expect
{
    public static int Count { get; private set; }

    /// <summary>Ends the program with 1 at the first thing that is not as expected.</summary>
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
