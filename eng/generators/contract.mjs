// Says what is wrong with an answer or an event, by openapi.json and the zod schemas that hey-api makes from it.
import { readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";

const made = new URL("../../artifacts/generators/hey-api/", import.meta.url);
const document = JSON.parse(readFileSync(new URL("../../openapi.json", import.meta.url)));

const source = readFileSync(new URL("zod.gen.ts", made), "utf8");
const program = new URL("zod.gen.mjs", made);
writeFileSync(program, ts.transpileModule(source, { compilerOptions: { target: "ES2022", module: "ES2022" } }).outputText);
const generated = await import(program);

const resolved = node => node.$ref ? resolved(node.$ref.slice(2).split("/").reduce((at, name) => at[name], document)) : node;

// The generator writes AITriageResult as zAiTriageResult.
const byName = new Map(Object.entries(generated).map(([name, schema]) => [name.toLowerCase(), schema]));
const schemaOf = name => byName.get(`z${name}`.toLowerCase()) ?? (() => { throw new Error(`No generated schema for ${name}.`); })();
const componentOf = schema => schemaOf(schema.$ref.split("/").pop());

export const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods)
  .filter(([, operation]) => operation.operationId)
  .map(([method, operation]) => ({
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`),
    hasBody: operation.requestBody !== undefined,
    responses: operation.responses,
  })));

export const operationOf = (method, path) => {
  const found = operations.filter(it => it.method === method && it.pattern.test(path.split("?")[0]));
  // conversations/views/ is also a conversation's path; the one with fewer holes is meant.
  return found.sort((one, other) => one.path.split("{").length - other.path.split("{").length)[0];
};

// What zod lets through: members that the schema does not name, which it drops, and what it turns into another type. Both stand out
// when what it read is laid beside what was sent.
const differences = (sent, read, path, free) => {
  if (sent === null || typeof sent !== "object") {
    const same = sent === read || (typeof sent === "number" && typeof read === "bigint" && BigInt(sent) === read);
    return same ? [] : [`${path}: ${JSON.stringify(sent)} was read as ${typeof read}`];
  }

  return Object.entries(sent).flatMap(([name, value]) => {
    const at = `${path}/${Array.isArray(sent) ? "*" : name}`;
    if (read !== null && typeof read === "object" && name in read) return differences(value, read[name], at, free);
    return free.some(it => at.includes(it)) ? [] : [`${at}: is not in the schema`];
  });
};

const mistakes = (schema, value, free = []) => {
  const read = schema.safeParse(value);
  return read.success
    ? differences(value, read.data, "", free)
    : read.error.issues.map(it => `/${it.path.map(part => typeof part === "number" ? "*" : part).join("/")}: ${it.message}`);
};

// The kinds of messages, by the discriminator. The generated schema of a conversation knows only what all of them have.
const kinds = document.components.schemas.ConversationMessage.discriminator.mapping;
export const kindsOfMessages = Object.keys(kinds);
const mistakesOfMessage = message => mistakes(kinds[message?.type] ? componentOf({ $ref: kinds[message.type] }) : schemaOf("ConversationMessage"), message);
const mistakesOfConversation = value =>
  [...mistakes(schemaOf("Conversation"), value, ["/messages/*/"]), ...(value?.messages ?? []).flatMap(mistakesOfMessage)];

// The document lets filters have members that it does not name, and the generated schema drops them all the same.
const mistakesOf = (schema, value) => schema.$ref.endsWith("/Conversation") ? mistakesOfConversation(value) : mistakes(componentOf(schema), value, ["/filters/"]);

export const mistakesOfAnswer = (operation, status, type, text, mayBeEmpty = false) => {
  const response = operation.responses[status];
  if (!response) return [`${status} is not described`];
  const content = resolved(response).content;
  if (!content) return text === "" ? [] : [`a body is not described: ${text}`];
  if (text === "") return mayBeEmpty ? [] : ["a body is described, and there is none"];
  const media = content[type?.split(";")[0]];
  if (!media) return [`the type ${type} is not described`];
  return media.schema.$ref ? mistakesOf(media.schema, JSON.parse(text)) : mistakes(schemaOf(`${operation.id}Response`), text);
};

export const mistakesOfEvent = (name, data) => ({
  conversation: mistakesOfConversation,
  message: mistakesOfMessage,
  update: it => mistakes(schemaOf("ToolUpdate"), it),
  status: it => mistakes(schemaOf("StatusUpdate"), it),
}[name] ?? (() => [`no event is called ${name}`]))(data);
