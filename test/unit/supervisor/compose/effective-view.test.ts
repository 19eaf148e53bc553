import { describe, expect, test } from "bun:test";

import type { AgentState } from "../../../../src/opamp/server/agent-state.ts";
import { EffectiveView } from "../../../../src/supervisor/compose/effective-view.ts";
import { settle } from "../../../support/fake-clock.ts";
import { FakeProcesses } from "../../../support/fake-processes.ts";
import { saying } from "../../../support/mind-driver.ts";
import { TestLog } from "../../../support/test-log.ts";

const config = (text: string) => ({ configMap: { configMap: { "": { body: Buffer.from(text), contentType: "x" } } } });
const textOf = ({ effectiveConfig }: AgentState) =>
  new TextDecoder().decode(effectiveConfig?.configMap?.configMap?.[""]?.body ?? undefined);

function viewing() {
  const [processes, log, seen] = [new FakeProcesses(), new TestLog(), [] as AgentState[]];
  const view = new EffectiveView({
    token: "generation-token",
    secrets: { paths: [["a"]], values: ["canary"] },
    otherSecrets: () => ["upstream"],
    key: () => new Uint8Array(32),
    processes,
    log,
    report: (state) => void seen.push(state),
  });
  return { view, processes, log, seen };
}

const large = `b: ${"x".repeat(300_000)}\na: canary\n`;

describe("the effective configuration that the Collector reports", () => {
  test("is passed on without its secrets, the same object while it is the same", () => {
    const { view, seen } = viewing();
    const effectiveConfig = config("a: canary\n");
    view.take(saying({ effectiveConfig }));
    view.take(saying({ effectiveConfig, health: { healthy: true } }));
    expect(seen.map(textOf)).toEqual(Array.from({ length: 2 }, () => expect.stringMatching(/^a: "\[SECRET/)));
    expect(seen[1]?.effectiveConfig).toBe(seen[0]?.effectiveConfig ?? {});
    expect(seen[1]?.health).toEqual({ healthy: true });
  });

  test("is worked on by another process where it is large; reports in between carry the one before", async () => {
    const { view, processes, seen } = viewing();
    const asked = Promise.withResolvers<unknown>();
    processes.compute = () => asked.promise;
    view.take(saying({ effectiveConfig: config("a: canary\n") }));
    view.take(saying({ effectiveConfig: config(large), health: { healthy: true } }));
    expect(seen.map(textOf)[1]).toMatch(/^a: "\[SECRET/);
    expect(seen[1]?.health).toEqual({ healthy: true });
    asked.resolve("a: hidden\n");
    await settle();
    expect(seen.map(textOf)[2]).toBe("a: hidden\n");
    expect(seen).toHaveLength(3);
  });

  test("that is overtaken while it is worked on is never passed on", async () => {
    const { view, processes, seen } = viewing();
    const asked = Promise.withResolvers<unknown>();
    processes.compute = () => asked.promise;
    view.take(saying({ effectiveConfig: config(large) }));
    view.take(saying({ effectiveConfig: config("b: 2\n") }));
    asked.resolve("late");
    await settle();
    expect(seen.map(textOf)).toEqual(["", "b: 2\n"]);
  });

  test("is worked on here where there is no other process, and the log says so", async () => {
    const { view, log, seen } = viewing();
    view.take(saying({ effectiveConfig: config(large) }));
    await settle();
    expect(textOf(seen.at(-1) ?? saying({}))).toContain("[SECRET");
    expect(log.at("warn")).toHaveLength(1);
  });
});
