// Writes openapi.json anew for the proxy, with answers held as tightly as the fake must keep them: every member is there and no other.
// The document itself says less on purpose: a client must take older services, which lack members, and newer ones, which have more.
//   node strict.mjs > FILE
import { readFileSync } from "node:fs";

const document = JSON.parse(readFileSync(new URL("../../openapi.json", import.meta.url)));
const schemas = document.components.schemas;

// The same schema serves the short form in lists and the long one, errors have three shapes, and messages of a conversation leave
// out what is null. Those of tickets and queues do not.
const loose = name => ["Conversation", "Error"].includes(name) || (name.endsWith("Message") && !["TicketMessage", "QueuedMessage"].includes(name));

const reachedFrom = (node, seen = new Set()) => {
  if (node && typeof node === "object") {
    const target = node.$ref?.split("/");
    if (target?.[2] === "schemas" && !seen.has(target[3])) {
      seen.add(target[3]);
      reachedFrom(schemas[target[3]], seen);
    } else if (target?.[2] && target[2] !== "schemas") {
      reachedFrom(document.components[target[2]][target[3]], seen);
    }

    for (const part of Object.values(node)) reachedFrom(part, seen);
  }

  return seen;
};

const operations = Object.values(document.paths).flatMap(path => Object.values(path)).filter(operation => operation.responses);
const answered = reachedFrom(operations.map(operation => operation.responses));
const sent = reachedFrom(operations.map(operation => operation.requestBody));
for (const name of answered) {
  const schema = schemas[name];
  if (schema.properties && !sent.has(name) && !loose(name)) {
    schema.required = Object.keys(schema.properties);
    schema.additionalProperties = false;
  }
}

console.log(JSON.stringify(document));
