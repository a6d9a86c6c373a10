using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Wire;

namespace Conversations.Client.Tests.AdditionalMembers;

/// <summary>A record without members beyond the known ones costs what it costs without this: a reference, and no object.</summary>
public sealed class CostTests
{
    public static TheoryData<Type> Records => [.. Received.Records.Keys];

    [Fact]
    public void A_ticket_that_is_known_whole_costs_its_members_and_itself()
    {
        long itself = CostOf("{}");
        JsonProperty[] members = [.. JsonElement.Parse(Examples.Ticket).EnumerateObject()];
        long each = members.Sum(member => CostOf($"{{{JsonSerializer.Serialize(member.Name)}:{member.Value.GetRawText()}}}") - itself);

        Assert.Equal(itself + each, CostOf(Examples.Ticket));
        Assert.Equal(CostOfCopy(), itself);
        // The measurement shows a member that is kept.
        Assert.True(CostOf("""{"mood":1}""") > itself + 100);
    }

    [Theory, MemberData(nameof(Records))]
    public void A_record_has_one_reference_for_them(Type type)
    {
        IEnumerable<Type> bases = type.BaseType == typeof(ConversationMessage) ? [type, type.BaseType] : [type];
        FieldInfo field = Assert.Single(
            bases.SelectMany(static each => each.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)),
            static each => each.Name.Contains("AdditionalMembers", StringComparison.Ordinal));
        Assert.False(field.FieldType.IsValueType);
        Assert.Null(field.GetValue(JsonSerializer.Deserialize($"{{{Received.Records[type].TrimEnd(',')}}}", type, Received.Options)));
    }

    private static long CostOf(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        var type = (JsonTypeInfo<Ticket>)WireSettings.Json.GetTypeInfo(typeof(Ticket))!;
        return Cost(() => JsonSerializer.Deserialize(bytes, type)!);
    }

    private static long CostOfCopy()
    {
        var ticket = new Ticket { Id = Guid.Empty };
        return Cost(() => ticket with { });
    }

    /// <summary>The fewest bytes of this thread that it took, because the runtime allocates now and then too.</summary>
    private static long Cost(Func<object> make)
    {
        long best = long.MaxValue;
        for (int round = 0; round < 200; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            object made = make();
            best = Math.Min(best, GC.GetAllocatedBytesForCurrentThread() - before);
            GC.KeepAlive(made);
        }

        return best;
    }
}
