using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations.Conversations;

/// <summary>Stops the running turn of the caller's own conversation (docs/service/conversations.md 3.6). Ignores the body.</summary>
internal static class CancelOperation
{
    public static FakeResponse Cancel(Call call)
    {
        ConversationRow conversation = ConversationOperations.FindOwn(call);
        bool hasWork = conversation.Status switch
        {
            ConversationStates.Canceling => false,

            // Older servers do nothing for an idle conversation. The newest clean up anyway.
            ConversationStates.Idle => call.IsCurrent,
            _ => true,
        };
        if (hasWork)
        {
            Stop(call, conversation);
        }

        return FakeResponse.Empty(204);
    }

    private static void Stop(Call call, ConversationRow conversation)
    {
        bool wasRunning = !conversation.IsIdle;
        if (wasRunning)
        {
            StopTurn(call.State.Options.CancelStream, conversation);
        }

        if (call.State.Options.CancelFails)
        {
            // The service leaves this status behind (docs/service/conversations.md 3.6). The fake does not imitate a turn that could not be
            // stopped: it ends here, too.
            conversation.Status = call.IsCurrent ? ConversationStates.Idle : ConversationStates.Canceling;
            throw Refusal.Error(422, "Failed to cancel conversation");
        }

        conversation.Queue.Close();
        conversation.Status = ConversationStates.Idle;
        if (wasRunning)
        {
            conversation.UpdatedAt = call.State.Now;
        }
    }

    private static void StopTurn(CancelStreamMode mode, ConversationRow conversation)
    {
        conversation.Turn?.Stop();
        if (mode == CancelStreamMode.Close)
        {
            conversation.Stream.Close();
        }
        else
        {
            conversation.Stream.FallSilent();
        }
    }
}
