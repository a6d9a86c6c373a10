// Calls the fake program, as a session and as keys, in both versions of the service, rightly and wrongly, and reads every answer and
// every event with the zod schemas that hey-api makes from openapi.json. Ends with 1 if one of them finds something.
//   node answers.mjs FAKE KIOTA, where FAKE is Conversations.FakeServer.dll and KIOTA the program of clients/kiota
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { callEach, channel, controlOf, eachKind, environment, fill, running, session, tickets, told } from "../calls.mjs";
import { kindsOfMessages, mistakesOfAnswer, mistakesOfEvent, operationOf, operations } from "./contract.mjs";

const [fakeProgram, kiotaProgram] = process.argv.slice(2);
const program = spawn("dotnet", [fakeProgram], { stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => program.kill());
const fake = await new Promise((found, failed) => {
  createInterface({ input: program.stdout }).on("line", line => line.startsWith("Listening on ") && found(line.slice("Listening on ".length)));
  program.on("exit", code => failed(new Error(`The fake ended with ${code} before it told its address.`)));
});
const control = controlOf(fake);

// Begins anew with a fake that is filled.
const begin = async options => {
  await control("reset");
  await fill(control);
  await control("seed", { keys: [{ key: "phx_narrow", user: 1, scopes: ["person:read"], projects: null }] });
  await control("options", options ?? {});
};

const rows = new Map(operations.map(it => [it.id, { calls: 0, read: 0, violations: 0, statuses: new Set() }]));
const violations = new Map();
const blame = (what, mistakes) => mistakes.forEach(it => violations.set(`${what}: ${it}`, (violations.get(`${what}: ${it}`) ?? 0) + 1));

const send = async (method, path, { body, headers = session, type = "application/json" } = {}) => {
  const operation = operationOf(method, path);
  const response = await fetch(fake + path, { method, headers: { Accept: "application/json", ...headers, ...(body !== undefined && { "Content-Type": type }) }, body });
  const text = await response.text();
  const mistakes = mistakesOfAnswer(operation, response.status, response.headers.get("content-type"), text, path.includes("%00"));
  const row = rows.get(operation.id);
  row.calls++;
  row.read += text === "" ? 0 : 1;
  row.violations += mistakes.length;
  row.statuses.add(response.status);
  blame(`${operation.id} ${response.status}`, mistakes);
  return { status: response.status, text };
};

const call = async (expected, method, path, body) => {
  const { status, text } = await send(method, path, { body: body && JSON.stringify(body) });
  if (status !== expected) blame(`${method} ${path}`, [`expected ${expected}, got ${status} ${text}`]);
  return text && JSON.parse(text);
};

// The wrong calls of each operation that need to know nothing about it.
const strangers = { project_id: "1", conversation_id: channel, ticket_id: "99999", item_id: channel, message_id: channel, short_id: "abcdefgh" };
const at = (path, values = {}) => path.replace(/\{([^}]+)\}/g, (_, name) => ({ ...strangers, ...values })[name]);
const key = name => ({ Authorization: `Bearer ${name}` });

const callWrongly = async note => {
  const queue = await call(200, "POST", `${environment}${running}/queue/`, { content: "next" });
  const view = await call(201, "POST", `${environment}views/`, { name: "Known" });
  const known = { conversation_id: running, ticket_id: "50", item_id: queue.messages[0].id, message_id: note, short_id: view.short_id };
  for (const { method, path, hasBody } of operations) {
    const empty = hasBody ? { body: "{}" } : {};
    await send(method, at(path, known), { ...empty, headers: {} });
    await send(method, at(path, known), { ...empty, headers: key("phx_unknown") });
    await send(method, at(path, known), { ...empty, headers: key("phx_narrow") });
    await send(method, at(path), { ...empty, headers: key("phx_fake") });
    await send(method, at(path), empty);
    await send(method, at(path, { ...known, project_id: "999" }), empty);
    await send(method, at(path, { ...known, project_id: "%00" }), empty);
    await send(method, at(path, known), { ...empty, headers: { ...session, Accept: "text/csv" } });
    await send(method, at(path, known), { ...empty, headers: { Cookie: session.Cookie } });
    if (!hasBody) continue;
    for (const body of ["{", "[]", "null", "{}", '{"content":5,"message":5,"name":5,"ids":5,"status":5,"filters":5,"message_id":5}']) await send(method, at(path, known), { body });
    await send(method, at(path, known), { body: "x", type: "text/plain" });
  }
};

await begin();
await callEach(control, call);

await begin();
await callWrongly((await call(201, "POST", `${tickets}50/reply/`, { message: "A note", is_private: true })).id);

// Refusals that need a certain state.
await begin();
const turn = (conversation, content = "How many?") => ({ content, conversation, trace_id: told });
await call(409, "POST", environment, turn(running));
for (const content of ["one", "two"]) await call(200, "POST", `${environment}${running}/queue/`, { content });
await call(409, "POST", `${environment}${running}/queue/`, { content: "three" });
for (const [option, status, path, method] of [
  ["append_fails", 422, `${environment}${told}/append_message/`, "POST"],
  ["cancel_fails", 422, `${environment}${running}/cancel/`, "PATCH"],
  ["quota_exhausted", 402, environment, "POST"],
]) {
  await control("options", { [option]: true });
  await call(status, method, path, path === environment ? turn(channel) : method === "POST" ? { content: "noted" } : undefined);
  await control("options", { [option]: false });
}

await control("options", { create_ticket: "refused" });
await call(405, "POST", tickets, {});
await control("options", { rate_limits: true });
for (const nth of Array(10).keys()) await call(201, "POST", `${tickets}50/reply/`, { message: `The ${nth}th` });
await call(429, "POST", `${tickets}50/reply/`, { message: "One too many" });
await control("options", { rate_limits: false });
await call(201, "POST", `${tickets}50/reply/`, { message: "Again" });
await call(200, "POST", `${tickets}50/reply/`, { message: "Again" });
await call(400, "POST", `${tickets}50/reply/`, { message: " " });
await call(400, "GET", `${tickets}?view=none`);
await call(400, "PATCH", `${tickets}50/`, { assignee: { type: "user", id: "x" } });

// As a server that has not been brought up to date.
await begin({ service_version: "legacy", create_ticket: "refused" });
await call(500, "POST", tickets, {});
for (const path of [environment, `${environment}${told}/`, tickets, `${tickets}50/`, `${tickets}unread_count/`, `${environment}views/`]) await call(200, "GET", path);
await call(200, "PATCH", `${tickets}50/`, { status: "pending", priority: "low", assignee: { type: "user", id: 1 } });
const view = await call(201, "POST", `${environment}views/`, { name: "Mine" });
await call(200, "GET", `${environment}views/${view.short_id}/`);
await call(405, "PATCH", `${environment}views/${view.short_id}/`, { name: "Yours" });
await call(201, "POST", `${tickets}compose/`, { recipient_email: "zoe@acme.example", email_config_id: channel, message: "Hello", email_subject: "Hi" });
await call(200, "POST", `${tickets}50/suggest_reply/`);
await callWrongly(told);

// Turns with every kind of message, and each way a turn can end.
await begin();
let events = 0;
const kinds = new Set();
const names = new Set();
const stream = async (steps, conversation, body = turn(conversation)) => {
  await control("turns", { conversation, steps });
  const { text } = await send("POST", environment, { body: JSON.stringify(body) });
  for (const event of text.split("\n\n").filter(it => it.startsWith("event: "))) {
    const [first, ...data] = event.split("\n");
    const name = first.slice("event: ".length);
    const value = JSON.parse(data.map(it => it.replace(/^data: ?/, "")).join("\n"));
    events++;
    names.add(name);
    if (name === "message") kinds.add(value.type);
    blame(`event ${name}`, mistakesOfEvent(name, value));
  }
};

const tool = { tool: "execute_sql", args: { query: "select 1" }, result: "42" };
const update = { event: "update", data: { id: "2", tool_call_id: "c", content: "Running" } };
const context = { message: { type: "context", id: "12", content: "For the model." } };
await stream([{ say: "Let me look.", partials: 3 }, tool, update, context, ...eachKind.map(message => ({ message })), { say: "Done." }], "0197f000-0000-4000-8000-000000000011");
await stream([{ say: "May I?" }, { approval: { proposal_id: "p", tool_name: "execute_sql", preview: "select 1", payload: {} } }], "0197f000-0000-4000-8000-000000000012");
await stream([{ form: { tool_call_id: "f", args: { questions: [] } } }], "0197f000-0000-4000-8000-000000000013");
await stream([{ fail: null }], "0197f000-0000-4000-8000-000000000014");
await control("options", { service_version: "legacy", partials: "no_id" });
await stream([{ event: "status", data: { type: "generation_error" } }, { say: "Let me look.", partials: 3 }, tool], "0197f000-0000-4000-8000-000000000015");
await control("options", { service_version: "current" });
for (const end of [1, 2, 3, 4, 5]) {
  const conversation = await call(200, "GET", `${environment}0197f000-0000-4000-8000-00000000001${end}/`);
  for (const message of conversation.messages) kinds.add(message.type);
}

for (const kind of kindsOfMessages.filter(it => !kinds.has(it))) blame("stream", [`no message of the kind ${kind} was seen`]);
for (const [id, row] of rows) if (![...row.statuses].some(it => it < 300)) blame(id, ["it never succeeded"]);

await begin();
if (spawnSync("dotnet", [kiotaProgram, fake], { stdio: "inherit" }).status !== 0) blame("Kiota", ["its client does not read what the fake answers; see above"]);

// All this must be able to find something.
const page = result => ({ count: 1, next: null, previous: null, results: [{ id: told, ...result }] });
for (const [body, found] of [
  [{ ...page(), count: "many" }, "/count: Invalid input"],
  [page({ status: "parked" }), "/results/*/status: Invalid option"],
  [page({ priority: 5 }), "/results/*/priority: Invalid"],
  [page({ github_issue_number: "5" }), "/results/*/github_issue_number: \"5\" was read as bigint"],
  [page({ surprise: 1 }), "/results/*/surprise: is not in the schema"],
]) {
  const mistakes = mistakesOfAnswer(operationOf("GET", tickets), 200, "application/json", JSON.stringify(body));
  if (!mistakes.some(it => it.startsWith(found))) blame("the schemas", [`let through what should be "${found}", and said ${JSON.stringify(mistakes)}`]);
}

const every = [...rows.values()];
const unseen = [200, 201, 202, 204, 400, 401, 402, 403, 404, 405, 406, 409, 415, 422, 429, 500].filter(status => !every.some(it => it.statuses.has(status)));
if (unseen.length) blame("the calls", [`nothing was answered with ${unseen.join(", ")}`]);

console.log("operation                calls  bodies read  violations  statuses");
for (const [id, row] of rows) {
  console.log(`${id.padEnd(24)} ${`${row.calls}`.padStart(5)} ${`${row.read}`.padStart(12)} ${`${row.violations}`.padStart(11)}  ${[...row.statuses].sort().join(" ")}`);
}

const sum = name => every.reduce((total, row) => total + row[name], 0);
console.log(`${sum("calls")} calls, ${sum("read")} bodies and ${events} events (${[...names].join(", ")}; ${kinds.size} kinds of messages) read with the generated schemas, ${violations.size} violations${violations.size ? ":" : "."}`);
for (const [what, times] of violations) console.log(`  ${what}${times > 1 ? ` (${times} times)` : ""}`);
process.exit(violations.size === 0 ? 0 : 1);
