import { describe, expect, test } from "bun:test";

import { ServerCapabilities, ServerErrorResponseType } from "../../../../src/opamp/wire/messages.ts";
import { clientWorld, connectedWorld, httpWorld } from "../../../support/client-world.ts";
import { partsOf } from "../../../support/opamp-frames.ts";

const capability = "org.example.feature";
const reported = { customCapabilities: { capabilities: [capability] } };
const message = (type: string) => ({ capability, type, data: Uint8Array.of(1) });

describe("sendCustomMessage()", () => {
  test("sends at once over WebSocket, one in each message", () => {
    const { client, sent } = connectedWorld({ reported });
    expect([client.sendCustomMessage(message("1")), client.sendCustomMessage(message("2"))]).toEqual(["sent", "sent"]);
    expect(sent().map(partsOf)).toEqual([["customCapabilities"], ["customMessage"], ["customMessage"]]);
    expect(sent().map(({ customMessage }) => customMessage?.type)).toEqual([undefined, "1", "2"]);
    expect(sent()[1]?.customMessage).toEqual(message("1"));
  });

  test("queues while there is no connection, and sends in order when there is one", () => {
    const { client, network, sent } = clientWorld({ reported });
    expect(client.sendCustomMessage(message("1"))).toBe("queued");
    client.start();
    expect(client.sendCustomMessage(message("2"))).toBe("queued");
    network.lastDial.accept();
    client.sendCustomMessage(message("3"));
    expect(sent().map(({ customMessage }) => customMessage?.type)).toEqual(["1", "2", "3"]);
  });

  test("what waits goes out with the connection, without anything more", () => {
    const { client, network, sent, flush } = clientWorld({ reported });
    for (const type of ["1", "2", "3"]) client.sendCustomMessage(message(type));
    client.start();
    network.lastDial.accept();
    flush();
    expect(sent().map(({ customMessage }) => customMessage?.type)).toEqual(["1", "2", "3"]);
  });

  test("queues behind the request in flight over HTTP, one in each request", async () => {
    const { client, requests, answer } = httpWorld({ reported });
    expect([client.sendCustomMessage(message("1")), client.sendCustomMessage(message("2"))]).toEqual([
      "queued",
      "queued",
    ]);
    await answer();
    await answer();
    expect(requests().map(({ customMessage }) => customMessage?.type)).toEqual([undefined, "1", "2"]);
    await answer();
    expect(client.sendCustomMessage(message("3"))).toBe("sent");
  });

  test("sends one again whose request failed, before those that came later", async () => {
    const { client, requests, answer, fail, clock } = httpWorld({ reported });
    await answer();
    client.sendCustomMessage(message("1"));
    client.sendCustomMessage(message("2"));
    await fail();
    clock.advance(500);
    await answer();
    expect(requests().map(({ customMessage }) => customMessage?.type)).toEqual([undefined, "1", "1", "2"]);
  });

  test("does not repeat over WebSocket what the server had answered before it became unavailable", () => {
    const { client, deliver, network, clock, sent } = connectedWorld({ reported });
    client.sendCustomMessage(message("1"));
    deliver({});
    const type = ServerErrorResponseType.ServerErrorResponseType_Unavailable;
    deliver({ errorResponse: { type, retryInfo: { retryAfterNanoseconds: 1 } } });
    network.lastDial.lose();
    clock.advance(2_000);
    network.lastDial.accept();
    clock.advance(0);
    expect(sent().some(({ customMessage }) => customMessage)).toBe(false);
  });

  test("refuses the newest when too many wait", () => {
    const { client, network, sent, flush } = clientWorld({ reported, maxCustomMessages: 2 });
    const handed = ["1", "2", "3"].map((type) => client.sendCustomMessage(message(type)));
    expect(handed).toEqual(["queued", "queued", "full"]);
    client.start();
    network.lastDial.accept();
    flush();
    expect(sent().map(({ customMessage }) => customMessage?.type)).toEqual(["1", "2"]);
  });

  test("refuses what fits into no message", () => {
    const { client } = connectedWorld({ reported, maxMessageBytes: 1_000 });
    expect(client.sendCustomMessage({ capability, data: new Uint8Array(1_000) })).toBe("too-large");
  });

  test("refuses a capability that was not declared", () => {
    const { client, sent } = connectedWorld({ reported });
    expect(client.sendCustomMessage({ capability: "org.example.other" })).toBe("undeclared");
    client.report({ customCapabilities: { capabilities: [] } });
    expect(client.sendCustomMessage(message("1"))).toBe("undeclared");
    expect(sent()).toHaveLength(1);
  });

  test("trap 26: makes strings well-formed", () => {
    const { client, lastSent } = connectedWorld({ reported });
    client.sendCustomMessage({ capability, type: "a\ud800" });
    expect(lastSent().customMessage?.type).toBe("a\ufffd");
  });
});

describe("a custom message of the server", () => {
  test("reaches the owner if its capability was declared", () => {
    const { deliver, messages } = connectedWorld({ reported });
    deliver({ customMessage: message("1") });
    expect(messages[0]?.customMessage).toEqual(message("1"));
  });

  test("C-114 of another capability is no reason for more than a debug line", () => {
    const { deliver, messages, log } = connectedWorld({ reported });
    deliver({ customMessage: { capability: "org.example.other", type: "t" } });
    expect(messages[0]?.customMessage).toBeFalsy();
    expect(log.at("debug")[0]?.fields).toEqual({ capability: "org.example.other", type: "t" });
    expect(log.at("warn")).toEqual([]);
  });
});

describe("requestConnectionSettings()", () => {
  const request = { opamp: { certificateRequest: { csr: new TextEncoder().encode("CSR") } } };

  test("C-072 sends the request once the server has spoken", () => {
    const { client, deliver, sent, lastSent, flush } = connectedWorld({ reported });
    expect(client.requestConnectionSettings(request)).toBe("queued");
    deliver({});
    flush();
    expect(sent()).toHaveLength(2);
    expect(lastSent().connectionSettingsRequest?.opamp?.certificateRequest?.csr).toEqual(
      request.opamp.certificateRequest.csr,
    );
    expect(client.requestConnectionSettings(request)).toBe("sent");
  });

  test("C-138 refuses where the server takes none", () => {
    const { client, deliver, sent } = connectedWorld({ reported });
    deliver({ capabilities: ServerCapabilities.ServerCapabilities_AcceptsStatus });
    expect(client.requestConnectionSettings(request)).toBe("unsupported");
    expect(sent()).toHaveLength(1);
  });
});

describe("requestInstanceUid()", () => {
  test("C-025 is asked at once and with every message until there is an identity", () => {
    const { client, sent, flush, clock } = connectedWorld({ reported });
    client.requestInstanceUid();
    flush();
    clock.advance(30_000);
    client.setInstanceUid(new Uint8Array(16).fill(7));
    clock.advance(1_000);
    expect(sent().map(({ flags }) => Number(flags))).toEqual([0, 1, 1, 0]);
  });
});

describe("setCapabilities()", () => {
  test("C-031 tells the new ones at once, and goes by them", () => {
    const { client, sent, lastSent, deliver, messages, flush } = connectedWorld({ reported });
    client.setCapabilities(1);
    flush();
    expect(sent()).toHaveLength(2);
    expect(Number(lastSent().capabilities)).toBe(1);
    deliver({ remoteConfig: {} });
    expect(messages[0]?.remoteConfig).toBeFalsy();
  });
});
