// Requests and answers by their path, as clients on these types do.
import type { paths } from "client";

type Listing = paths["/api/projects/{project_id}/conversations/tickets/"]["get"];
type Changing = paths["/api/projects/{project_id}/conversations/tickets/{ticket_id}/"]["patch"];

export const query: Listing["parameters"]["query"] = { status: ["new", "open"], assignee: ["unassigned", "user:1"], snoozed: false, order_by: "-updated_at", limit: 5 };
// @ts-expect-error A status that does not exist.
export const wrong: Listing["parameters"]["query"] = { status: ["closed"] };

export const change: Changing["requestBody"]["content"]["application/json"] = { status: "pending", priority: null };
export const first = (page: Listing["responses"]["200"]["content"]["application/json"]): string | undefined => page.results?.[0]?.id;
export const reason = (error: Changing["responses"]["400"]["content"]["application/json"]): string | undefined => error.detail;
