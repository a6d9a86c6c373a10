namespace Conversations.Client.Tests.Packages;

/// <summary>A test of the packages that CI has packed into artifacts/packages; skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackedFactAttribute : FactAttribute
{
    public PackedFactAttribute()
    {
        if (!PackedPackage.AreThere)
        {
            Skip = "No packages: CI=true dotnet pack --output artifacts/packages";
        }
    }
}
