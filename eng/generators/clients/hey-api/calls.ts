// Calls of the generated functions, and what the generated zod schemas give.
import type { z } from "zod";
import { createConversation, listTickets, updateTicket, type StoredPriority } from "client";
import { zTicket, zTicketUpdate } from "schemas";

const project = { project_id: "1" };

export const firstOpen = async (): Promise<string | undefined> => {
  const { data, error } = await listTickets({ path: project, query: { status: ["new", "open"], assignee: ["unassigned", "user:1"], snoozed: false, order_by: "-updated_at", limit: 5 } });
  return data ? data.results?.[0]?.id : error.detail;
};

export const change = async (ticket: string): Promise<string | undefined> => {
  const { data, error } = await updateTicket({ path: { ...project, ticket_id: ticket }, body: { status: "pending", priority: null } });
  return data ? data.status : error.code;
};

// @ts-expect-error A status that does not exist.
export const wrong = () => listTickets({ path: project, query: { status: ["closed"] } });
export const turn = (id: string) => createConversation({ path: project, body: { content: "How many?", conversation: id, trace_id: id } });

export const priority = (ticket: z.infer<typeof zTicket>): StoredPriority | null | undefined => ticket.priority;
export const cleared: z.infer<typeof zTicketUpdate> = { priority: null, assignee: null };
// @ts-expect-error
export const statusless: z.infer<typeof zTicketUpdate> = { status: null };
