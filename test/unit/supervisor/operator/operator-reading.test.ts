import { describe, expect, onTestFinished, test } from "bun:test";

import type { OperatorChange } from "../../../../src/supervisor/apply/operator-change.ts";
import type { Event } from "../../../../src/supervisor/mind/events.ts";
import { OperatorReading } from "../../../../src/supervisor/operator/operator-reading.ts";
import { FakeClock, settle } from "../../../support/fake-clock.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";
import { withARunning } from "../../../support/mind-driver.ts";
import { loadText } from "../../../support/supervisor-yaml.ts";
import { TestLog } from "../../../support/test-log.ts";

const whole = (agent = "", more = "") =>
  `server: { endpoint: ws://127.0.0.1:1/v1 }\nagent: { executable: /x, config_files: [/own.yaml], ${agent} }\n${more}\n`;

/** A reading whose changes get the verdict that the test says. */
async function reading(text = whole()) {
  const [files, clock, log] = [new MemoryFiles(), new FakeClock(), new TestLog()];
  files.put("/own.yaml", "first");
  const first = await loadText(text);
  if (!first.ok) throw new Error("no configuration");
  const world = { text, change: undefined as OperatorChange | undefined };
  const posted: Event[] = [];
  const told: string[] = [];
  const levels: string[] = [];
  const listeners = new Set<() => void>();
  const { settings } = withARunning().state;
  const subject = new OperatorReading({
    source: { stated: first.stated, load: () => loadText(world.text) },
    config: first.config,
    files,
    clock,
    log,
    settingsOf: ({ agent }) => ({ ...settings, probationMs: agent.configProbationMs }),
    useLevel: (level) => void levels.push(level),
    post: (event) => {
      posted.push(event);
      if (event.is !== "OperatorPartRead") return;
      const { operator, what } = event;
      world.change = { operator, what, at: 0, outcome: { is: "applying" }, settingsBefore: settings };
    },
    change: () => world.change,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    reloading: () => void told.push("reloading"),
    ready: () => void told.push("ready"),
  });
  onTestFinished(() => subject.close());
  const decides = async (outcome: OperatorChange["outcome"]) => {
    if (world.change) world.change = { ...world.change, outcome };
    for (const listener of listeners) listener();
    await settle();
  };
  const again = async (next: string) => {
    world.text = next;
    subject.again();
    await settle();
  };
  await settle();
  return { subject, world, posted, told, levels, log, files, clock, decides, again };
}

describe("read again", () => {
  test("what may change is posted with its keys, and the service manager waits for the verdict", async () => {
    const { again, posted, told, levels, decides } = await reading();
    await again(whole("config_probation: 2m", "telemetry: { logs: { level: debug } }"));
    expect(posted).toMatchObject([
      {
        is: "OperatorPartRead",
        operator: { revision: 1, config: { agent: { configProbationMs: 120_000 } } },
        settings: { probationMs: 120_000 },
        what: ["agent::config_probation", "telemetry::logs::level"],
      },
    ]);
    expect(told).toEqual(["reloading"]);
    await decides({ is: "applied" });
    expect(told).toEqual(["reloading", "ready"]);
    expect(levels).toEqual(["debug"]);
  });

  test("nothing but the Collector's files may have changed", async () => {
    const { again, posted } = await reading();
    await again(whole());
    expect(posted).toMatchObject([{ what: ["files of the Collector's configuration"] }]);
  });

  test.each([
    ["a mistake", whole("confg_files: []"), /^CONFIG_UNKNOWN_KEY: .*agent::confg_files.*config_files/],
    [
      "a key that needs another start",
      whole("env: { A: secret }, config_probation: 2m"),
      /^CONFIG_NEEDS_RESTART: a change of agent::env.*restart/,
    ],
    [
      "a fallback that is not there",
      whole("startup_fallback_configs: [/none.yaml]"),
      /^FALLBACK: .*\/none\.yaml: there is no such file/,
    ],
  ])("%s refuses all of it", async (_, text, reason) => {
    const { again, posted, told, levels, log } = await reading();
    await again(text);
    expect(posted).toEqual([{ is: "OperatorPartRefused", reason: expect.stringMatching(reason) }]);
    expect(JSON.stringify(log.lines)).not.toContain("secret");
    expect(told).toEqual(["reloading", "ready"]);
    expect(levels).toEqual([]);
    await again(whole("config_probation: 2m"));
    expect(posted.at(-1)).toMatchObject({ what: ["agent::config_probation"] });
  });

  test("what has failed is what has changed once more when it comes again", async () => {
    const { again, posted, levels, decides } = await reading();
    const more = "telemetry: { logs: { level: debug } }";
    await again(whole("", more));
    await decides({ is: "failed", reason: "why" });
    expect(levels).toEqual(["debug", "info"]);
    await again(whole("", more));
    expect(posted.at(-1)).toMatchObject({ operator: { revision: 2 }, what: ["telemetry::logs::level"] });
  });

  test("what is asked for while it is under way is done after it, once", async () => {
    const { subject, again, posted, decides, told } = await reading();
    await again(whole());
    subject.again();
    subject.again();
    await settle();
    expect(posted).toHaveLength(1);
    await decides({ is: "applied" });
    expect(posted).toHaveLength(2);
    await decides({ is: "applied" });
    expect(posted).toHaveLength(2);
    expect(told).toEqual(["reloading", "ready", "reloading", "ready"]);
  });
});

test("once this supervisor ends, nothing is read any more", async () => {
  const { subject, again, posted, told } = await reading();
  subject.close();
  await again(whole("config_probation: 2m"));
  expect(posted).toEqual([]);
  expect(told).toEqual([]);
});

describe("the Collector's files", () => {
  test("are brought into force when they change, where the operator wants that", async () => {
    const { posted, files, clock, told } = await reading(whole("watch_config_files: true"));
    files.put("/own.yaml", "second");
    await clock.advanceAsync(4_000);
    expect(posted).toMatchObject([{ is: "OperatorPartRead", what: ["/own.yaml"] }]);
    expect(told).toEqual([]);
  });

  test("are not looked at otherwise, until he wants it", async () => {
    const { again, decides, posted, files, clock } = await reading();
    expect(clock.waiting).toBe(0);
    await again(whole("watch_config_files: true"));
    await decides({ is: "applied" });
    files.put("/own.yaml", "second");
    await clock.advanceAsync(6_000);
    expect(posted.at(-1)).toMatchObject({ what: ["/own.yaml"] });
  });
});
