using System.Reflection;
using System.Runtime.CompilerServices;
using Conversations.Tests.Documentation;

namespace Conversations.Client.Tests.Architecture;

/// <summary>Conventions of the code, checked by reflection.</summary>
public sealed class ConventionTests
{
    private static readonly Assembly Client = typeof(ConversationsClient).Assembly;

    /// <summary>Types made for inheritance, or the root of a family.</summary>
    private static readonly Type[] Open = [typeof(ConversationsException), typeof(ConversationsApiException)];

    private static IEnumerable<Type> PublicTypes => Client.GetExportedTypes().Where(static type => !DocumentedAssembly.IsOfCompiler(type));

    private static IEnumerable<MethodInfo> PublicMethods => PublicTypes
        .Where(static type => !typeof(Delegate).IsAssignableFrom(type) && !type.IsEnum)
        .SelectMany(static type =>
            type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(static method => !method.IsSpecialName && !DocumentedAssembly.IsOfCompiler(method));

    [Fact]
    public void Asynchronous_methods_end_in_Async_and_take_a_token_last()
    {
        var methods = PublicMethods.Where(static method =>
            IsAsynchronous(method.ReturnType) && method.Name is not ("DisposeAsync" or "GetAsyncEnumerator" or nameof(AsyncPageable<>.FromPages))).ToList();
        Assert.True(methods.Count > 50);
        Assert.All(methods, static method =>
        {
            Assert.EndsWith("Async", method.Name, StringComparison.Ordinal);
            ParameterInfo? last = method.GetParameters().LastOrDefault();
            Assert.True(last is { Name: "cancellationToken", ParameterType: var type } && type == typeof(CancellationToken) && last.HasDefaultValue, $"{method.DeclaringType}.{method.Name}");
        });
        Assert.All(
            PublicMethods.Where(static method => method.Name.EndsWith("Async", StringComparison.Ordinal)),
            static method => Assert.True(IsAsynchronous(method.ReturnType), method.Name));
    }

    [Fact]
    public void Only_options_have_setters() => Assert.All(
        PublicTypes.Where(static type => !type.Name.EndsWith("Options", StringComparison.Ordinal) || type == typeof(SendOptions))
            .SelectMany(static type =>
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)),
        static property => Assert.True(
            property.SetMethod is not { IsPublic: true } setter
                || setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)),
            $"{property.DeclaringType}.{property.Name}"));

    [Fact]
    public void Nothing_public_has_fields() => Assert.All(
        PublicTypes.Where(static type => !type.IsEnum).SelectMany(static type =>
            type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)),
        static field => Assert.Fail($"{field.DeclaringType}.{field.Name}"));

    [Fact]
    public void Types_are_sealed_unless_made_for_inheritance() => Assert.All(
        PublicTypes.Where(static type => type.IsClass && !type.IsAbstract && !Open.Contains(type)),
        static type => Assert.True(type.IsSealed, type.FullName));

    [Fact]
    public void Public_types_live_in_two_namespaces() => Assert.All(
        PublicTypes,
        static type => Assert.True(type.Namespace is "Conversations.Client" || (type.Namespace == "Microsoft.Extensions.DependencyInjection" && type.Name is "ConversationsClientServiceCollectionExtensions" or "HostResilienceHttpClientBuilderExtensions"), type.FullName));

    [Fact]
    public void No_namespace_hides_the_root() =>
        Assert.DoesNotContain(Client.GetTypes(), static type => type.Namespace?.StartsWith("Conversations.Client.Conversations", StringComparison.Ordinal) == true);

    [Fact]
    public void Enums_have_no_member_for_what_is_not_known() => Assert.All(
        PublicTypes.Where(static type => type.IsEnum),
        static type => Assert.DoesNotContain(Enum.GetNames(type), static name => name is "Unknown" or "None" or "Undefined"));

    [Fact]
    public void Nothing_static_can_be_changed() => Assert.All(
        Client.GetTypes().Where(static type =>
            type.Namespace?.StartsWith("Conversations", StringComparison.Ordinal) == true && !DocumentedAssembly.IsOfCompiler(type) && type.Name != "ConversationsJsonContext")
            .SelectMany(static type =>
                type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(static field => !field.Name.StartsWith("<>", StringComparison.Ordinal))
            // No other thread sees it, and its reader forgets it before it begins.
            .Where(static field => !(field.Name == "Tally" && field.IsDefined(typeof(ThreadStaticAttribute)))),
        static field => Assert.True(field.IsInitOnly || field.IsLiteral, $"{field.DeclaringType}.{field.Name}"));

    [Fact]
    public void Exceptions_can_be_made_by_doubles_and_share_one_root() => Assert.All(PublicTypes.Where(typeof(Exception).IsAssignableFrom), static type =>
    {
        Assert.True(typeof(ConversationsException).IsAssignableFrom(type));
        ParameterInfo[] parameters = Assert.IsType<ConstructorInfo>(
            type.GetConstructor([typeof(string), typeof(Exception)]), exactMatch: false).GetParameters();
        Assert.Equal(["message", "innerException"], parameters.Select(static parameter => parameter.Name));
        Assert.All(parameters, static parameter => Assert.True(parameter.HasDefaultValue));
    });

    private static bool IsAsynchronous(Type type) => typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>) || definition == typeof(AsyncPageable<>)))
        || type == typeof(ConversationStream);
}
