import { expect, onTestFinished, test } from "bun:test";
import { X509Certificate } from "node:crypto";

import { networkWithCertificates } from "../../../examples/server/certificates/listen-with-certificates.ts";
import type { RequestHead } from "../../../src/runtime/listen-ports.ts";
import { createNetwork } from "../../../src/runtime/shared/network.ts";
import { makeCertificates } from "../../support/certificates.ts";
import { ScriptedAgent } from "../../support/scripted-agent.ts";

const { ca, server, client } = makeCertificates();

/** A listener that lets everybody in, the requests it has had, and the ports it has opened. */
async function listener() {
  const network = createNetwork();
  const heads: RequestHead[] = [];
  const ports: number[] = [];
  const watched = networkWithCertificates({
    ...network,
    listen: async (options) => {
      const opened = await network.listen(options);
      ports.push(opened.port);
      return opened;
    },
  });
  const listening = await watched.listen<undefined>({
    hostname: "127.0.0.1",
    port: 0,
    tls: server,
    maxMessageBytes: 1 << 20,
    bodyTimeoutMs: 1000,
    request(head) {
      heads.push(head);
      if (head.headers.get("upgrade") !== null) return { kind: "upgrade", context: undefined };
      return { kind: "answer", answer: { status: 200, body: "hello" } };
    },
    open() {},
    message: (socket, data) => socket.send(data),
    text() {},
    pong() {},
    drained() {},
    closed() {},
  });
  onTestFinished(() => listening.stop());
  return { listening, heads, ports, url: `https://localhost:${listening.port}/v1/opamp` };
}

function shown({ clientCertificate }: RequestHead): string | undefined {
  return clientCertificate && new X509Certificate(clientCertificate).subject;
}

test("each request comes with the certificate of its client, if it has one, and its address", async () => {
  const { url, heads } = await listener();
  for (const tls of [{ ca }, { ca, ...client }, { ca, ...client }])
    expect((await fetch(url, { tls })).status).toBe(200);
  expect(heads.map(shown)).toEqual([undefined, "CN=agent", "CN=agent"]);
  for (const { remoteAddress } of heads) expect(remoteAddress).toMatch(/^127\.0\.0\.1:\d+$/);
});

test("a WebSocket comes with it too, and is closed with 1001 when the listener stops", async () => {
  const { url, heads, listening } = await listener();
  const agent = await ScriptedAgent.connect({ url: url.replace("https", "wss"), ca, ...client });
  expect(heads.map(shown)).toEqual(["CN=agent"]);
  await listening.stop();
  expect(await agent.closed).toBe(1001);
});

test("nobody gets in behind the TLS", async () => {
  const { ports, heads } = await listener();
  const [behind = 0] = ports;
  const answer = await fetch(`http://127.0.0.1:${behind}/v1/opamp`);
  expect([answer.status, heads]).toEqual([403, []]);
});

test("a taken port is an error with its code", async () => {
  const { listening } = await listener();
  const options = { hostname: "127.0.0.1", port: listening.port, tls: server, maxMessageBytes: 1, bodyTimeoutMs: 1 };
  const nothing = { open() {}, message() {}, text() {}, pong() {}, drained() {}, closed() {} };
  const second = networkWithCertificates(createNetwork()).listen({
    ...options,
    ...nothing,
    request: () => ({ kind: "answer", answer: { status: 200, body: "" } }),
  });
  expect(await second.catch((error: unknown) => error)).toMatchObject({ code: "EADDRINUSE" });
});
