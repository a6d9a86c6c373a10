// A call of each operation of the fake, as a session may and a key may not. eng/prism and eng/generators make these calls, and each
// looks at the answers in its own way: call(expected status, method, path, body) gives the JSON of the answer, control(name, body)
// sends to a control route of the fake.
export const environment = "/api/environments/1/conversations/";
export const tickets = "/api/projects/1/conversations/tickets/";
export const running = "0197f000-0000-4000-8000-000000000001";
export const told = "0197f000-0000-4000-8000-000000000002";
export const channel = "0197f000-0000-4000-8000-000000000003";
export const mailed = "0197f000-0000-4000-8000-000000000004";
export const session = { Cookie: "sessionid=sess-fake; posthog_csrftoken=csrf-fake", "X-CSRFToken": "csrf-fake" };

export const controlOf = fake => async (name, body) => {
  const response = await fetch(`${fake}/__fake/${name}`, { method: name === "options" ? "PATCH" : "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
};

// A message of each kind that the service sends.
export const eachKind = [
  { type: "human", id: "1", content: "hi", ui_context: null, trace_id: running },
  { type: "ai", id: "2", content: "Let me look.", tool_calls: [{ id: "c", name: "execute_sql", args: { query: "select 1" }, type: "tool_call" }] },
  { type: "tool", id: "3", content: "42", tool_call_id: "c", ui_payload: { execute_sql: {} } },
  { type: "ai/artifact", id: "4", artifact_id: "a", source: "artifact", content: { content_type: "visualization", name: "Signups", query: { kind: "TrendsQuery", series: [] } } },
  { type: "ai/viz", id: "5", query: "", answer: { kind: "TrendsQuery", series: [] } },
  { type: "ai/multi_viz", id: "6", visualizations: [{ query: "a", answer: { kind: "HogQLQuery", query: "select 1" } }], commentary: "two" },
  { type: "ai/notebook", id: "7", notebook_id: "n", content: { type: "doc", content: [] } },
  { type: "ai/reasoning", id: "8", content: "thinking", substeps: ["one"] },
  { type: "ai/planning", id: "9", steps: [{ description: "x", status: "completed" }] },
  { type: "ai/task_execution", id: "10", tasks: [{ id: "1", description: "d", prompt: "p", status: "failed", task_type: "x" }] },
  { type: "ai/failure", id: "11", content: "Oops!" },
];

// Rows with every member that can have a value, so that each of them is held against the contract.
export const fill = async control => {
  await control("options", { create_ticket: "documented" });
  await control("seed", {
    persons: [{ id: told, project: 1, distinct_ids: ["u-9"], properties: { email: "zoe@acme.example" }, is_identified: true }],
    email_channels: [{ id: channel, project: 1, address: "help@acme.example", verified: true }],
    roles: [{ id: told, name: "Tier 2", organization: "org-1" }],
    tickets: [{
      project: 1, ticket_number: 50, status: "on_hold", priority: "critical", channel_source: "slack", channel_detail: "slack_channel_message", distinct_id: "u-9",
      assignee: { type: "role", id: told }, anonymous_traits: { name: "Zoe" }, identity_verified: true, escalation_reason: "angry", sla_due_at: "2026-06-01T00:00:00Z",
      snoozed_until: "2026-06-09T00:00:00Z", slack_channel_id: "C1", slack_thread_ts: "1.2", slack_team_id: "T1", session_id: "s", session_context: { current_url: "x" },
      github_repo: "a/b", github_issue_number: 5, zendesk_ticket_id: 6, organization_id: "o", organization_id_source: "person", tags: ["vip"],
      messages: [{ id: mailed, content: "Hi", rich_content: { type: "doc" }, author_type: "customer", author: null, author_name: "Zoe", full_email: "Hi\n> Before" }, { content: "I am the assistant.", author_type: "AI", author: null }],
    }],
    conversations: [
      { project: 1, id: running, user: 1, title: "Running", status: "in_progress" },
      { project: 1, id: told, user: 1, title: "Told", status: "idle", messages: eachKind },
    ],
  });
};

export const callEach = async (control, call) => {
  await call(200, "GET", environment);
  await call(200, "GET", `${environment}${told}/`);
  await call(201, "POST", `${environment}${told}/append_message/`, { content: "noted" });
  const queue = await call(200, "POST", `${environment}${running}/queue/`, { content: "next", agent_mode: "sql" });
  const queued = `${environment}${running}/queue/${queue.messages[0].id}/`;
  await call(200, "GET", `${environment}${running}/queue/`);
  await call(200, "PATCH", queued, { content: "then" });
  await call(200, "DELETE", queued);
  await call(404, "DELETE", queued);
  await call(200, "POST", `${environment}${running}/queue/clear/`);
  await call(204, "PATCH", `${environment}${running}/cancel/`);
  await call(204, "DELETE", `${environment}${running}/`);

  const made = await call(201, "POST", tickets, { status: "open", priority: "high", tags: ["vip"], sla_due_at: "2026-06-03T12:00:00Z", anonymous_traits: { name: "Zoe" } });
  await call(200, "GET", `${tickets}?status=new,open&priority=high&channel_source=email&channel_detail=slack_bot_mention&sla=at-risk&assignee=unassigned,user:1&tags=%5B%22vip%22%5D&snoozed=false&order_by=-sla_due_at&date_from=-7d&search=x&limit=5&offset=0`);
  await call(200, "GET", tickets);
  await call(200, "GET", `${tickets}50/`);
  await call(200, "PATCH", `${tickets}${made.id}/`, { status: "pending", priority: null, assignee: { type: "user", id: 1 }, snoozed_until: null });
  await call(200, "PUT", `${tickets}${made.id}/`, { status: "open" });
  await call(200, "GET", `${tickets}unread_count/`);
  await call(200, "POST", `${tickets}bulk_update_status/`, { ids: [made.id], status: "pending" });
  await call(200, "POST", `${tickets}bulk_update_tags/`, { ids: [made.id, channel], action: "add", tags: ["b"] });
  await call(201, "POST", `${tickets}compose/`, { recipient_email: "zoe@acme.example", email_config_id: channel, message: "Hello", email_subject: "Hi" });
  const note = await call(201, "POST", `${tickets}50/reply/`, { message: "A note", is_private: true, rich_content: { type: "doc" } });
  await call(201, "POST", `${tickets}50/reply/`, { message: "A reply" });
  const thread = await call(200, "GET", `${tickets}50/messages/?limit=10`);
  await call(200, "GET", `${tickets}50/messages/${mailed}/full_email/`);
  await call(404, "GET", `${tickets}50/messages/${note.id}/full_email/`);
  await call(200, "PATCH", `${tickets}50/notes/${note.id}/`, { message: "Changed" });
  await call(204, "DELETE", `${tickets}50/notes/${note.id}/`);
  await call(202, "POST", `${tickets}50/ai_feedback/`, { message_id: thread.results.find(message => message.author_type === "AI").id, rating: "good" });
  await call(204, "DELETE", `${tickets}${made.ticket_number}/`);

  const view = await call(201, "POST", `${environment}views/`, { name: "Mine", filters: { status: ["open"], sorting: { columnKey: "updated_at", order: -1 } } });
  await call(200, "GET", `${environment}views/?limit=1`);
  await call(200, "GET", `${environment}views/${view.short_id}/`);
  await call(200, "PATCH", `${environment}views/${view.short_id}/`, { is_favorited: true });
  await call(204, "DELETE", `${environment}views/${view.short_id}/`);

  // Only older services have it.
  await control("options", { service_version: "legacy" });
  await call(200, "POST", `${tickets}50/suggest_reply/`);
  await control("options", { service_version: "current" });
};
