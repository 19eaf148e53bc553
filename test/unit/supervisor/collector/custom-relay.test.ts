import { describe, expect, mock, test } from "bun:test";

import type { CustomMessage, ServerToAgent } from "../../../../src/opamp/wire/messages.ts";
import { CustomRelay } from "../../../../src/supervisor/collector/custom-relay.ts";
import { ownCapability } from "../../../../src/supervisor/report/tally-message.ts";
import { saying } from "../../../support/mind-driver.ts";
import { TestLog } from "../../../support/test-log.ts";

const capability = "io.example.tap";

function message(text: string, of = capability): CustomMessage {
  return { capability: of, type: "text", data: Buffer.from(text) };
}

function relaying() {
  const log = new TestLog();
  const heard: { generation: number; message: ServerToAgent }[] = [];
  const said: string[] = [];
  const world: { connected: boolean; answer: "sent" | "undeclared" | "too-large"; listens: number } = {
    connected: true,
    listens: 0,
    answer: "sent",
  };
  const relay = new CustomRelay({
    log,
    toCollector: (generation, sent) => {
      if (world.connected) heard.push({ generation, message: sent });
      return world.connected;
    },
    serverListens: () => void (world.listens += 1),
    toServer: ({ data }) => {
      if (world.answer === "sent") said.push(Buffer.from(data ?? []).toString());
      return world.answer;
    },
  });
  const declares = (generation: number, ...capabilities: string[]) =>
    relay.collectorReports(generation, saying({ customCapabilities: { capabilities } }));
  const texts = () =>
    heard.flatMap(({ message: { customMessage } }) =>
      customMessage ? [Buffer.from(customMessage.data ?? []).toString()] : [],
    );
  return { relay, log, heard, said, world, declares, texts };
}

describe("messages of the server", () => {
  test("go to the Collector that has declared the capability", () => {
    const { relay, declares, heard } = relaying();
    declares(1, capability);
    relay.serverSays(message("a"));
    expect(heard).toEqual([
      { generation: 1, message: { customMessage: { ...message("a"), data: expect.anything() } } },
    ]);
  });

  test("that come while it is away go to the next one, in order, once it has declared the capability", () => {
    const { relay, declares, texts } = relaying();
    declares(1, capability);
    relay.collectorLost(1);
    relay.serverSays(message("a"));
    declares(2);
    relay.serverSays(message("b"));
    expect(texts()).toEqual([]);
    declares(2, capability);
    expect(texts()).toEqual(["a", "b"]);
  });

  test("wait where the connection has just ended, and none is lost", () => {
    const { relay, declares, texts, world } = relaying();
    declares(1, capability);
    world.connected = false;
    relay.serverSays(message("a"));
    world.connected = true;
    declares(2, capability);
    expect(texts()).toEqual(["a"]);
  });

  test("of one capability do not wait for those of another", () => {
    const { relay, declares, texts } = relaying();
    relay.serverSays(message("waits", "io.example.other"));
    relay.serverSays(message("goes"));
    declares(1, capability);
    expect(texts()).toEqual(["goes"]);
  });

  test("are dropped, the newest first, where too many wait, and the log says so", () => {
    const { relay, log, declares, texts } = relaying();
    for (let number = 0; number < 101; number += 1) relay.serverSays(message(`${number}`));
    expect(log.at("warn").map(({ message: text }) => text)).toEqual(["Dropped a custom message, as too many wait"]);
    declares(1, capability);
    expect(texts()).toHaveLength(100);
    expect(texts().at(-1)).toBe("99");
  });
});

describe("what the server can do", () => {
  const told = ({ heard }: ReturnType<typeof relaying>) =>
    heard.flatMap(({ generation, message: { customCapabilities } }) =>
      customCapabilities ? [[generation, customCapabilities.capabilities]] : [],
    );

  test("is told to each Collector once, and again when it changes", () => {
    const world = relaying();
    world.relay.serverDeclares({ capabilities: ["s"] });
    world.declares(1);
    world.declares(1);
    world.declares(2);
    world.relay.serverDeclares({ capabilities: [] });
    expect(told(world)).toEqual([
      [1, ["s"]],
      [2, ["s"]],
      [2, []],
    ]);
  });

  test("is told again to a Collector that comes back", () => {
    const world = relaying();
    world.relay.serverDeclares({ capabilities: ["s"] });
    world.declares(1);
    world.relay.collectorLost(1);
    world.declares(1);
    expect(told(world)).toHaveLength(2);
  });
});

describe("messages of the Collector", () => {
  test("go to the server at once, or when it knows of the capability", () => {
    const { relay, said, world } = relaying();
    world.answer = "undeclared";
    relay.collectorSays(message("a"));
    relay.collectorSays(message("b"));
    world.answer = "sent";
    relay.pass();
    relay.collectorSays(message("c"));
    expect(said).toEqual(["a", "b", "c"]);
  });

  test("that are larger than the server takes are dropped, and the log says so", () => {
    const { relay, said, world, log } = relaying();
    world.answer = "too-large";
    relay.collectorSays(message("a"));
    world.answer = "sent";
    relay.pass();
    expect(said).toEqual([]);
    expect(log.at("warn")).toHaveLength(1);
  });
});

describe("what the supervisor itself says", () => {
  const own = { capabilities: [ownCapability] };

  test("is not even made for a server that has not declared its capability", () => {
    const { relay, said } = relaying();
    const make = mock(() => message("a", ownCapability));
    relay.serverDeclares({ capabilities: [capability] });
    relay.supervisorSays(make);
    expect(make).not.toHaveBeenCalled();
    relay.serverDeclares(own);
    relay.supervisorSays(make);
    expect(said).toEqual(["a"]);
  });

  test("is wanted once on each connection, however often the server declares it", () => {
    const { relay, world } = relaying();
    relay.serverDeclares({ capabilities: [] });
    expect(world.listens).toBe(0);
    relay.serverDeclares(own);
    relay.serverDeclares(own);
    expect(world.listens).toBe(1);
    relay.serverLost();
    relay.supervisorSays(() => message("still", ownCapability));
    relay.serverDeclares(own);
    expect(world.listens).toBe(2);
  });
});
