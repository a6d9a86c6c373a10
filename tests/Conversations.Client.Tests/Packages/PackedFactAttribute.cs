namespace Conversations.Client.Tests.Packages;

/// <summary>A test of the packages that CI has packed into artifacts/packages; skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackedFactAttribute : FactAttribute
{
    public PackedFactAttribute()
    {
        // Packages of an earlier run would be held against the sources of today.
        if (!PackedPackage.AreThere || Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "Only after CI=true dotnet pack --output artifacts/packages, with CI=true";
        }
    }
}
