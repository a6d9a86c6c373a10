using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conversations.Client.Validation;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>A change of a ticket that says what it mentions.</summary>
/// <remarks>
/// <para>Only the members that an initializer sets are sent; all others stay as they are at the service. Setting a member to
/// <see langword="null"/> clears it, where the service can clear it. <c>with</c> keeps what the original mentioned.</para>
/// <code>
/// new TicketUpdate { Status = TicketStatus.Pending, Priority = null, Tags = ["vip"] }
/// </code>
/// <para>By hand, because a member that is null and a member that is not mentioned differ on the wire.</para>
/// </remarks>
[JsonConverter(typeof(RecordConverter<TicketUpdate>))]
public sealed record TicketUpdate : IWireRecord<TicketUpdate>
{
    private Member _mentioned;

    [Flags]
    private enum Member
    {
        None = 0,
        Status = 1,
        Priority = 2,
        Assignee = 4,
        AnonymousTraits = 8,
        AIResolved = 16,
        EscalationReason = 32,
        SlaDueAt = 64,
        SnoozedUntil = 128,
        Tags = 256,
    }

    /// <summary>Where the ticket stands. Cannot be cleared. A status wins over the one that <see cref="SnoozedUntil"/> would bring.</summary>
    public OpenEnum<TicketStatus>? Status { get; init => field = Mention(Member.Status, value); }

    /// <summary>How urgent it is; <see langword="null"/> clears it. <c>critical</c> is known to newer servers only.</summary>
    public OpenEnum<TicketPriority>? Priority { get; init => field = Mention(Member.Priority, value); }

    /// <summary>Who works on it; <see langword="null"/> unassigns. Replaces an assignee of either type.</summary>
    public Assignee? Assignee { get; init => field = Mention(Member.Assignee, value); }

    /// <summary>What is known of the customer; replaces the whole object. Cannot be cleared: send an empty object.</summary>
    public JsonElement? AnonymousTraits { get; init => field = Mention(Member.AnonymousTraits, value); }

    /// <summary>Whether the AI resolved it. Cannot be cleared.</summary>
    public bool? AIResolved { get; init => field = Mention(Member.AIResolved, value); }

    /// <summary>Why it was escalated; <see langword="null"/> clears it. Outer whitespace is trimmed by the service.</summary>
    public string? EscalationReason { get; init => field = Mention(Member.EscalationReason, value); }

    /// <summary>When the answer is due; <see langword="null"/> means no SLA.</summary>
    public DateTimeOffset? SlaDueAt { get; init => field = Mention(Member.SlaDueAt, value); }

    /// <summary>Until when it sleeps; <see langword="null"/> wakes it. From null to a value the status becomes <c>on_hold</c>, from a value to null <c>open</c>, unless <see cref="Status"/> is set too.</summary>
    public DateTimeOffset? SnoozedUntil { get; init => field = Mention(Member.SnoozedUntil, value); }

    /// <summary>The whole set of tags; <c>[]</c> clears it, and so <see langword="null"/> is refused. The service trims and lower-cases each; 1 to 255 characters.</summary>
    public IReadOnlyList<string>? Tags { get; init => field = Mention(Member.Tags, value); }

    static TicketUpdate IWireRecord<TicketUpdate>.Read(ref Utf8JsonReader reader)
    {
        var update = new TicketUpdate();
        WireReader.StartObject(ref reader);
        while (WireReader.TryReadName(ref reader, out var name))
        {
            update = update.ReadMember(ref reader, name);
        }

        return update;
    }

    void IWireRecord<TicketUpdate>.WriteMembers(Utf8JsonWriter writer)
    {
        if (IsMentioned(Member.Status))
        {
            WireWriter.Write(writer, "status"u8, Status);
        }

        if (IsMentioned(Member.Priority))
        {
            WireWriter.WriteOrNull(writer, "priority"u8, Priority);
        }

        if (IsMentioned(Member.Assignee))
        {
            WireWriter.WriteOrNull(writer, "assignee"u8, Assignee);
        }

        WireWriter.Write(writer, "anonymous_traits"u8, AnonymousTraits);
        WireWriter.Write(writer, "ai_resolved"u8, AIResolved);
        if (IsMentioned(Member.EscalationReason))
        {
            WireWriter.WriteOrNull(writer, "escalation_reason"u8, EscalationReason);
        }

        if (IsMentioned(Member.SlaDueAt))
        {
            WireWriter.WriteOrNull(writer, "sla_due_at"u8, SlaDueAt);
        }

        if (IsMentioned(Member.SnoozedUntil))
        {
            WireWriter.WriteOrNull(writer, "snoozed_until"u8, SnoozedUntil);
        }

        WireWriter.Write(writer, "tags"u8, Tags);
    }

    /// <summary>Refuses what the service would refuse, before it is sent.</summary>
    internal void ThrowIfInvalid(string parameter)
    {
        Mentions.ThrowIfNothing(_mentioned == Member.None, parameter);
        ThrowIfCleared(Member.Status, Status is null or { Value.Length: 0 }, "set a status", parameter);
        ThrowIfCleared(Member.AnonymousTraits, TicketRules.IsNull(AnonymousTraits), "set an empty object", parameter);
        ThrowIfCleared(Member.AIResolved, AIResolved is null, "set true or false", parameter);
        ThrowIfCleared(Member.Tags, Tags is null, "set [] to remove all tags", parameter);
        TicketRules.ThrowIfInvalidTags(Tags, parameter);
        TicketRules.ThrowIfInvalidReason(EscalationReason, parameter);
        TicketRules.ThrowIfInvalidAssignee(Assignee, parameter);
    }

    private void ThrowIfCleared(Member member, bool isNull, string instead, string parameter) =>
        Mentions.ThrowIfCleared(IsMentioned(member) && isNull, member.ToString(), instead, parameter);

    private bool IsMentioned(Member member) => (_mentioned & member) != Member.None;

    private T Mention<T>(Member member, T value)
    {
        _mentioned |= member;
        return value;
    }

    private TicketUpdate ReadMember(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("status"u8))
        {
            OpenEnum<TicketStatus>? status = null;
            WireReader.Read(ref reader, ref status);
            return this with { Status = status };
        }

        if (name.SequenceEqual("priority"u8))
        {
            OpenEnum<TicketPriority>? priority = null;
            WireReader.Read(ref reader, ref priority);
            return this with { Priority = priority };
        }

        if (name.SequenceEqual("assignee"u8))
        {
            Assignee? assignee = null;
            WireReader.Read(ref reader, ref assignee);
            return this with { Assignee = assignee };
        }

        if (name.SequenceEqual("anonymous_traits"u8))
        {
            JsonElement? traits = null;
            WireReader.Read(ref reader, ref traits);
            return this with { AnonymousTraits = traits };
        }

        if (name.SequenceEqual("ai_resolved"u8))
        {
            bool? resolved = null;
            WireReader.Read(ref reader, ref resolved);
            return this with { AIResolved = resolved };
        }

        if (name.SequenceEqual("escalation_reason"u8))
        {
            string? reason = null;
            WireReader.Read(ref reader, ref reason);
            return this with { EscalationReason = reason };
        }

        if (name.SequenceEqual("sla_due_at"u8))
        {
            DateTimeOffset? due = null;
            WireReader.Read(ref reader, ref due);
            return this with { SlaDueAt = due };
        }

        if (name.SequenceEqual("snoozed_until"u8))
        {
            DateTimeOffset? until = null;
            WireReader.Read(ref reader, ref until);
            return this with { SnoozedUntil = until };
        }

        if (name.SequenceEqual("tags"u8))
        {
            IReadOnlyList<string>? tags = null;
            WireReader.Read(ref reader, ref tags);
            return this with { Tags = tags };
        }

        WireReader.Skip(ref reader);
        return this;
    }

    private bool PrintMembers(StringBuilder builder)
    {
        var printer = new RecordPrinter(builder).Text("Mentions", _mentioned.ToString());
        return printer.Add("Status", Status).Add("Priority", Priority).Add("Assignee", Assignee).Add("SlaDueAt", SlaDueAt).Add("SnoozedUntil", SnoozedUntil).Any;
    }
}
