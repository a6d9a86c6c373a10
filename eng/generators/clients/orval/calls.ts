// Calls of the generated functions; the status says which answer it is.
import { createConversation, listTickets, updateTicket } from "client";

export const firstOpen = async (): Promise<string | undefined> => {
  const answer = await listTickets("1", { status: ["new", "open"], assignee: ["unassigned", "user:1"], snoozed: false, order_by: "-updated_at", limit: 5 });
  return answer.status === 200 ? answer.data.results?.[0]?.id : answer.data.detail;
};

export const change = async (ticket: string): Promise<string | undefined> => {
  const answer = await updateTicket("1", ticket, { status: "pending", priority: null });
  return answer.status === 200 ? answer.data.status : answer.data.code;
};

// @ts-expect-error A status that does not exist.
export const wrong = () => listTickets("1", { status: ["closed"] });
export const turn = (id: string) => createConversation("1", { content: "How many?", conversation: id, trace_id: id });
