import { expect, test } from "bun:test";

import { changeStream } from "../../../examples/server/http/change-stream.ts";
import { formatUid } from "../../../src/opamp/wire/uid.ts";
import { agentOf, exampleServer } from "../../support/example-server.ts";
import { PageClient } from "../../support/page-client.ts";

const capabilities = 1 | 2;
const known = "/api/agents/01965352-7b1e-7c3a-9d55-0242ac120002";

async function pages(): Promise<PageClient> {
  return new PageClient((await exampleServer({ insecureWs: true })).pageUrl);
}

/** Reads server-sent events until `text` has come. */
async function until(response: Response, text: string): Promise<void> {
  const decoder = new TextDecoder();
  let seen = "";
  for await (const chunk of response.body ?? []) {
    seen += decoder.decode(chunk, { stream: true });
    if (seen.includes(text)) return;
  }
  throw new Error(`the events ended without ${text}`);
}

test.each(["localhost", "localhost:1234", "127.0.0.1", "[::1]:80", "LOCALHOST"])(
  "the host %s is served",
  async (host) => {
    expect((await (await pages()).fetch("/", { headers: { host } })).status).toBe(200);
  },
);

test.each(["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:4321", "192.168.0.1"])(
  "the host %s is refused, whatever is asked",
  async (host) => {
    const client = await pages();
    for (const path of ["/", "/api/agents", "/assets/page.js", "/events"]) {
      expect((await client.fetch(path, { headers: { host } })).status).toBe(403);
    }
  },
);

test.each([
  ["another origin", { origin: "http://evil.example" }],
  ["no origin at all", { origin: "null" }],
  ["another port of this machine", { origin: "http://localhost:1" }],
  ["another site without naming its origin", { "sec-fetch-site": "cross-site" }],
])("a change that comes from %s is refused", async (_, headers) => {
  const client = await pages();
  expect((await client.send("01965352-7b1e-7c3a-9d55-0242ac120002", "", headers)).status).toBe(403);
});

test("changes have to be JSON or the form, with a configuration in them", async () => {
  const client = await pages();
  const post = async (path: string, type: string, body: string) =>
    (await client.fetch(path, { method: "POST", headers: { "content-type": type }, body })).status;
  expect(await post(`${known}/config`, "text/plain", '{"config":""}')).toBe(415);
  expect(await post(`${known}/config`, "application/json", "{")).toBe(400);
  expect(await post(`${known}/config`, "application/json", '{"config":5}')).toBe(400);
  expect(await post(`${known}/config`, "application/json", '{"config":"","more":1}')).toBe(400);
  expect(await post(known.replace("/api", "") + "/config", "text/plain", "config=")).toBe(415);
  expect(await post(known.replace("/api", "") + "/config", "application/x-www-form-urlencoded", "x=")).toBe(400);
});

test("an agent that never connected is not found", async () => {
  const client = await pages();
  expect((await client.fetch(known)).status).toBe(404);
  expect((await client.fetch(known.replace("/api", ""))).status).toBe(404);
  expect((await client.send("01965352-7b1e-7c3a-9d55-0242ac120002", "")).status).toBe(404);
});

test("unknown paths are not found, other methods not allowed", async () => {
  const client = await pages();
  expect((await client.fetch("/nothing")).status).toBe(404);
  expect((await client.fetch("/assets/../main.ts")).status).toBe(404);
  const wrong = await client.fetch("/api/agents", { method: "DELETE" });
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET"]);
  expect((await client.fetch(`${known}/config`)).status).toBe(405);
});

test("every response forbids what is not the server's own", async () => {
  const client = await pages();
  for (const path of ["/", "/api/agents", "/assets/page.css", "/assets/page.js", "/assets/icon.svg", "/nothing"]) {
    const { headers } = await client.fetch(path);
    expect(headers.get("content-security-policy")).toStartWith("default-src 'none'; style-src 'self'");
    expect(headers.get("content-security-policy")).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  }
});

test("pages refer to nothing outside and hold no inline script or style", async () => {
  const page = await (await pages()).page("/");
  expect(page).not.toMatch(/(src|href)="(https?:|\/\/)/);
  expect(page).not.toMatch(/ (on\w+|style)=|<style/);
});

test("whoever listens to the events learns whom a change concerns", async () => {
  const server = await exampleServer({ insecureWs: true });
  const client = new PageClient(server.pageUrl);
  const events = await client.fetch("/events");
  expect(events.headers.get("content-type")).toBe("text/event-stream");
  const agent = await agentOf(server);
  const change = `event: change\ndata: ${formatUid(agent.uid)}\n\n`;
  await Promise.all([until(events, change), agent.say({ capabilities })]);
});

test("whoever does not read the events is told once of each agent that has changed meanwhile", async () => {
  let tell = (_uid: string): void => {};
  const fleet = {
    subscribe: (listener: (uid: string) => void) => {
      tell = listener;
      return () => (tell = () => {});
    },
  };
  const { signal } = new AbortController();
  const reader = changeStream(fleet, signal).body?.getReader();
  await reader?.read();
  const next = reader?.read();
  for (let round = 0; round < 100; round += 1) for (const uid of ["a", "b"]) tell(uid);
  const text = new TextDecoder().decode((await next)?.value);
  expect(text).toBe("event: change\ndata: a\n\nevent: change\ndata: b\n\n");
  await reader?.cancel();
  tell("c");
});

test("a body beyond 4 MiB is refused", async () => {
  expect((await (await pages()).send("01965352-7b1e-7c3a-9d55-0242ac120002", "x".repeat(5 << 20))).status).toBe(413);
});
