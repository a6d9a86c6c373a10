// What a user of a client made from openapi.json must be able to write, and what the compiler must refuse. Each TypeScript client is
// compiled with it, as "client".
import type {
  AgentMode, ArtifactMessage, Assignee, AssistantMessage, BulkTagsRequest, Conversation, ConversationTopic, FailureMessage, HumanMessage, NoteUpdate, Person,
  QueuedMessage, QueueMessageRequest, SendMessageRequest, StoredPriority, Ticket, TicketCompose, TicketCreate, TicketPriority, TicketReply, TicketStatus,
  TicketUpdate, TicketView, TicketViewCreate, TicketViewFilters, TicketViewSorting, TicketViewUpdate, ToolMessage, UserBasic,
} from "client";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Holds<T extends true> = T;

const id = "0197f000-0000-4000-8000-000000000001";

// What the service does not ask for can be left out.
export const message: SendMessageRequest = { content: "How many?", conversation: id, trace_id: id };
export const next: QueueMessageRequest = { content: "And yesterday?" };
export const reply: TicketReply = { message: "Hello" };
export const composed: TicketCompose = { recipient_email: "zoe@acme.example", email_config_id: id, message: "Hello" };
export const noUpdate: TicketUpdate = {};
export const emptyTicket: TicketCreate = {};
export const view: TicketViewCreate = { name: "Mine" };
export const noViewUpdate: TicketViewUpdate = {};
export const noFilters: TicketViewFilters = {};

// What it asks for cannot.
// @ts-expect-error There is no reply without a text.
export const silent: TicketReply = { is_private: true };
// @ts-expect-error The client chooses the id of the conversation.
export const nowhere: SendMessageRequest = { content: "Hello", trace_id: id };
// @ts-expect-error A view has a name.
export const unnamed: TicketViewCreate = {};
// @ts-expect-error A change of tags says whether they come or go.
export const undecided: BulkTagsRequest = { ids: [id], tags: ["vip"] };

// Null goes where the service takes it.
export const cleared: TicketUpdate = { priority: null, assignee: null, escalation_reason: null, sla_due_at: null, snoozed_until: null };
export const reconnect: SendMessageRequest = { content: null, conversation: id, trace_id: id };
export const unsorted: TicketViewFilters = { sorting: null, dateFrom: null, dateTo: null };

// It goes nowhere else.
// @ts-expect-error
export const statusless: TicketUpdate = { status: null };
// @ts-expect-error
export const tagless: TicketUpdate = { tags: null };
// @ts-expect-error
export const modeless: SendMessageRequest = { ...message, agent_mode: null };
// @ts-expect-error
export const wordless: NoteUpdate = { message: null };
// @ts-expect-error
export const nameless: TicketViewUpdate = { name: null };

// An enum is its values, and one that can be null is that or null.
// @ts-expect-error
export const urgent: TicketUpdate = { priority: "urgent" };
export type Enums = [
  Holds<Same<TicketPriority, "low" | "medium" | "high" | "critical">>,
  Holds<Same<StoredPriority, TicketPriority | "">>,
  Holds<Same<TicketStatus, "new" | "open" | "pending" | "on_hold" | "resolved">>,
  Holds<Same<Required<Ticket>["status"], TicketStatus>>,
  Holds<Same<Required<Ticket>["priority"], StoredPriority | null>>,
  Holds<Same<Required<TicketCreate>["priority"], StoredPriority | null>>,
  Holds<Same<Required<TicketUpdate>["priority"], StoredPriority | null>>,
  Holds<Same<Required<Conversation>["topic"], ConversationTopic | null>>,
  Holds<Same<Required<Conversation>["agent_mode"], AgentMode | null>>,
  Holds<Same<Required<QueuedMessage>["agent_mode"], AgentMode | null>>,
  Holds<Same<Required<SendMessageRequest>["agent_mode"], AgentMode>>,
];

// The filters of a saved view have words of their own.
export const filters: TicketViewFilters = { channel: "all", sla: "breached", assignee: ["me", "unassigned", { type: "user", id: 7 }, { type: "role", id }] };
export const everybody: TicketViewFilters = { assignee: "all" };
// @ts-expect-error
export const stranger: TicketViewFilters = { assignee: ["you"] };
// @ts-expect-error
export const channelless: TicketViewFilters = { channel: "fax" };

// An object that can be null is that or null.
export type Objects = [
  Holds<Same<Required<Ticket>["assignee"], Assignee | null>>,
  Holds<Same<Required<Ticket>["person"], Person | null>>,
  Holds<Same<Required<TicketUpdate>["assignee"], Assignee | null>>,
  Holds<Same<Required<TicketView>["created_by"], UserBasic | null>>,
  Holds<Same<Required<TicketView>["filters"], TicketViewFilters>>,
  Holds<Same<Required<TicketViewFilters>["sorting"], TicketViewSorting | null>>,
  Holds<Same<Required<Conversation>["user"], UserBasic | null>>,
];

// Answers of an older server lack members.
export const oldTicket: Ticket = { id };

// Free JSON can be written and read.
export const withContext: SendMessageRequest = { ...message, ui_context: { dashboards: [{ id: 5 }] }, resume_payload: { action: "approve" } };
export const rich: TicketReply = { message: "Hello", rich_content: { type: "doc", content: [] } };
export const page = (human: HumanMessage): unknown => human.ui_context?.["page"];

// The type of a message says which one it is.
export const told = (it: HumanMessage | AssistantMessage | ToolMessage | ArtifactMessage | FailureMessage): string | undefined => {
  switch (it.type) {
    case "human": return it.content;
    case "ai": return it.tool_calls?.map(call => call.name).join();
    case "tool": return it.tool_call_id;
    case "ai/artifact": return it.content?.name ?? undefined;
    case "ai/failure": return it.content ?? undefined;
  }
};
