using Conversations.Client.Validation;
using Conversations.Client.Views;

namespace Conversations.Client;

public sealed partial record TicketViewUpdate
{
    /// <summary>Throws for values that the service would refuse, before they are sent.</summary>
    internal void ThrowIfInvalid(string parameter)
    {
        Mentions.ThrowIfNothing(_mentioned == Member.None, parameter);
        ThrowIfCleared(Member.Name, Name is null, "set a name", parameter);
        ThrowIfCleared(Member.Filters, Filters is null, "set new TicketViewFilters() to show everything", parameter);
        ThrowIfCleared(Member.IsFavorited, IsFavorited is null, "set true or false", parameter);
        if (Name is not null)
        {
            ViewOperations.ThrowIfInvalidName(Name, parameter);
        }
    }

    private void ThrowIfCleared(Member member, bool isNull, string instead, string parameter) =>
        Mentions.ThrowIfCleared(IsMentioned(member) && isNull, member.ToString(), instead, parameter);
}
