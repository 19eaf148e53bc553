import { expect, onTestFinished, test } from "bun:test";

import { Fleet } from "../../../examples/server/agents/fleet.ts";
import type { Peer } from "../../../examples/server/agents/peer.ts";
import { openStore } from "../../../examples/server/store/open-store.ts";
import type { AgentConnection, AgentState } from "../../../src/opamp/server/server.ts";
import { AgentCapabilities } from "../../../src/opamp/wire/messages.ts";
import { formatUid } from "../../../src/opamp/wire/uid.ts";
import type { Clock } from "../../../src/runtime/ports.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { silentLog } from "../../support/silent-log.ts";

/** A clock that is one second further at each look. */
function tickingClock(): Clock {
  let now = 0;
  const tick = () => (now += 1000);
  return { now: tick, monotonic: tick, schedule: () => () => {} };
}

async function fleet(maxAgents?: number): Promise<Fleet> {
  const [clock, files] = [tickingClock(), createFiles({ libc: undefined })];
  const store = await openStore({ files, clock, log: silentLog, directory: scratchDirectory() });
  onTestFinished(() => store.close());
  return new Fleet({ clock, log: silentLog, store, ...(maxAgents && { maxAgents }) });
}

interface FakeConnection extends AgentConnection<Peer> {
  state: AgentState;
}

function connection(last: number, name = "otelcol"): FakeConnection {
  return {
    context: { uid: undefined },
    transport: "websocket",
    remoteAddress: "127.0.0.1:1",
    state: {
      instanceUid: new Uint8Array(16).fill(last),
      sequence: 0n,
      capabilities: 1,
      agentDescription: { identifyingAttributes: [{ key: "service.name", value: { stringValue: name } }] },
    },
    send: () => "sent",
    offer() {},
    requestFullState() {},
    close() {},
  };
}

test("the end of a connection that was replaced does not take the agent away", async () => {
  const all = await fleet();
  const [older, newer] = [connection(1, "older"), connection(1, "newer")];
  all.message(older);
  all.message(newer);
  all.closed(older);
  expect(all.list()).toMatchObject([{ name: "newer", connected: true }]);
});

test("an agent that takes another uid brings along what is known of it", async () => {
  const all = await fleet();
  const one = connection(1);
  one.state.capabilities = AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig;
  all.message(one);
  all.saveConfiguration(formatUid(one.state.instanceUid), "a: 1\n");
  const from = one.state.instanceUid;
  one.state = { ...one.state, instanceUid: new Uint8Array(16).fill(2) };
  all.moved(one, from);
  all.message(one);
  expect(all.list().map(({ uid, connected }) => [uid.slice(0, 2), connected])).toEqual([["02", true]]);
  const view = all.get(formatUid(one.state.instanceUid));
  expect(view?.remoteConfig.saved?.text).toBe("a: 1\n");
  expect(view?.timeline.map(({ kind }) => kind)).toEqual(["moved", "configuration-saved", "connected"]);
});

test("an agent that takes the uid of a known one leaves its former one behind as disconnected", async () => {
  const all = await fleet();
  const [gone, one] = [connection(2), connection(1)];
  all.message(gone);
  all.closed(gone);
  all.message(one);
  const from = one.state.instanceUid;
  one.state = { ...one.state, instanceUid: new Uint8Array(16).fill(2) };
  all.moved(one, from);
  all.message(one);
  expect(all.list().map(({ uid, connected }) => [uid.slice(0, 2), connected])).toEqual([
    ["01", false],
    ["02", true],
  ]);
});

test("agents are listed by name, equal names by uid", async () => {
  const all = await fleet();
  for (const one of [connection(3, "b"), connection(2, "a"), connection(1, "b")]) all.message(one);
  expect(all.list().map(({ uid }) => uid.slice(0, 2))).toEqual(["02", "01", "03"]);
});

test("beyond the limit the agent that is away for longest is forgotten, never one that is connected", async () => {
  const all = await fleet(3);
  const [first, second, third, fourth, fifth] = [1, 2, 3, 4, 5].map((last) => connection(last));
  for (const one of [first, second, third]) if (one) all.message(one);
  for (const one of [third, second]) if (one) all.closed(one);
  for (const one of [fourth, fifth]) if (one) all.message(one);
  expect(all.list().map(({ uid, connected }) => [uid.slice(0, 2), connected])).toEqual([
    ["01", true],
    ["04", true],
    ["05", true],
  ]);
});

test("a listener hears of each change until it leaves", async () => {
  const all = await fleet();
  const heard: string[] = [];
  const leave = all.subscribe((uid) => heard.push(uid.slice(0, 2)));
  const one = connection(7);
  all.message(one);
  all.closed(one);
  leave();
  all.message(connection(8));
  expect(heard).toEqual(["07", "07"]);
});
