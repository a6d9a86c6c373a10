// Calls every operation of the fake once through prism, as a session may and a key may not, and ends with 1 when prism finds that
// a request or an answer breaks openapi.json, or when an answer is not the expected one.
//   node calls.mjs FAKE_ADDRESS PRISM_ADDRESS
import { readFileSync } from "node:fs";
import { callEach, controlOf, fill, session, tickets } from "../calls.mjs";

const [fake, prism] = process.argv.slice(2);
const control = controlOf(fake);
const called = new Set();
let violations = 0;

const call = async (expected, method, path, body) => {
  const response = await fetch(prism + path, {
    method,
    headers: { Accept: "application/json", ...session, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  called.add(`${method} ${path}`);
  if (response.status !== expected || response.headers.get("content-type")?.startsWith("application/problem+json")) {
    violations++;
    console.log(`${method} ${path}: expected ${expected}, got ${response.status} ${text}`);
  }

  return text && JSON.parse(text);
};

await fill(control);
await callEach(control, call);

// The proxy must see what it is here for.
await control("faults", { operation: "tickets.list", then: { status: 200, headers: { "Content-Type": "application/json" }, body: { count: "many", next: null, previous: null, results: [] } } });
const seen = await fetch(prism + tickets, { headers: { Authorization: "Bearer phx_fake" } });
if (seen.status !== 500 || !(await seen.text()).includes("count must be integer")) {
  violations++;
  console.log(`The proxy let an answer through in which count is a text: ${seen.status}.`);
}

// What is not called here, or by the conformance suite, is said.
const document = JSON.parse(readFileSync(new URL("../../openapi.json", import.meta.url)));
const pattern = path => new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}(\\?.*)?$`);
const left = Object.entries(document.paths).flatMap(([path, operations]) => Object.keys(operations)
  .filter(method => ["get", "post", "put", "patch", "delete"].includes(method) && ![...called].some(it => it.startsWith(`${method.toUpperCase()} `) && pattern(path).test(it.split(" ")[1])))
  .map(method => `${method.toUpperCase()} ${path}`));
console.log(`${called.size} calls as a session, ${violations} violations. Not called: ${left.join(", ") || "none"}.`);
process.exit(violations === 0 ? 0 : 1);
