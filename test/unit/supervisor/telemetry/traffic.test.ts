import { expect, test } from "bun:test";

import { countingNetwork, trafficCounts } from "../../../../src/supervisor/telemetry/traffic.ts";
import { FakeNetwork } from "../../../support/fake-network.ts";

const nothing = { sent: 0, sentBytes: 0, received: 0, receivedBytes: 0 };

test("messages and their bytes are counted both ways, over a WebSocket and over HTTP", async () => {
  const network = new FakeNetwork();
  const traffic = { ...nothing };
  const counting = countingNetwork(network, traffic);
  const heard: number[] = [];
  const handlers = {
    open() {},
    message: (data: Uint8Array) => heard.push(data.length),
    text() {},
    pong() {},
    drained() {},
    lost() {},
  };
  const socket = counting.dial({ url: "ws://h", headers: [], maxMessageBytes: 1, handshakeTimeoutMs: 1 }, handlers);
  socket.send(new Uint8Array(5));
  network.lastDial.deliver(new Uint8Array(7));
  expect(heard).toEqual([7]);
  const before = { ...traffic };
  expect(before).toEqual({ sent: 1, sentBytes: 5, received: 1, receivedBytes: 7 });
  expect(trafficCounts(before, { ...before, sent: 3, sentBytes: 25 })).toEqual([
    { count: "supervisor.server.messages", by: 2, attributes: { "network.io.direction": "transmit" } },
    { count: "supervisor.server.io", by: 20, attributes: { "network.io.direction": "transmit" } },
  ]);
});
