import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  allowsNoPipelines,
  askExtensions,
  askFeatureGates,
  askTelemetryForm,
  describeNoAnswer,
} from "../../../src/collector/probe.ts";
import { describeExit } from "../../../src/runtime/describe-exit.ts";
import { childEnv, markedWith, realProcesses, until } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const never = new AbortController().signal;

/** A binary that answers every question with what `script` does. */
function binary(script: string, signal = never, env: Record<string, string> = {}) {
  const executable = join(directory, crypto.randomUUID());
  writeFileSync(executable, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { processes: realProcesses, executable, env: { ...childEnv, ...env }, signal, timeoutMs: 10_000 };
}

describe("feature gates", () => {
  test("are read from the table that the binary prints", async () => {
    const table = [
      "ID                        Enabled  Stage  Description",
      "confmap.strictlyTyped     true     Beta   Makes strict.",
      "service.AllowNoPipelines  false    Alpha  Allow starting without starting any pipelines.",
    ].join("\n");
    const answer = await askFeatureGates(binary(`[ "$*" = featuregate ] && cat <<'END'\n${table}\nEND`));
    if (!answer.answered) throw new Error(describeNoAnswer(answer));
    expect([...answer.value]).toEqual(["confmap.strictlyTyped", "service.AllowNoPipelines"]);
    expect(allowsNoPipelines(answer.value)).toBe(true);
    expect(allowsNoPipelines(new Set(["confmap.strictlyTyped"]))).toBe(false);
  });

  test("of a binary that has no such command are unknown, and the reason is its own", async () => {
    const answer = await askFeatureGates(binary("echo 'Error: unknown command \"featuregate\"' >&2; exit 1"));
    if (answer.answered) throw new Error("answered");
    expect(describeNoAnswer(answer)).toBe('exit code 1: Error: unknown command "featuregate"');
  });
});

describe("extensions", () => {
  const namesOf = async (listing: string) => {
    const answer = await askExtensions(binary(`[ "$*" = components ] && cat <<'END'\n${listing}\nEND`));
    return answer.answered ? [...answer.value] : undefined;
  };

  test("are read from the listing, in the old form and the new one", async () => {
    expect(await namesOf("receivers:\n- name: otlp\nextensions:\n- name: opamp\n  module: x\n- name: zpages")).toEqual([
      "opamp",
      "zpages",
    ]);
    expect(await namesOf("extensions: [opamp, zpages]")).toEqual(["opamp", "zpages"]);
    expect(await namesOf("extensions: []")).toEqual([]);
  });

  test.each(["", "hello", "receivers: []", "{ not: [yaml", "extensions: {opamp: 1}"])(
    "are unknown where a start script prints %j",
    async (listing) => {
      expect(await namesOf(listing)).toBeUndefined();
    },
  );
});

describe("the form of resource attributes", () => {
  test.each([
    ["declarative", "exit 0"],
    ["inline", "exit 1"],
    ["inline", "echo 'Error: failed to get config' >&2; exit 0"],
  ] as const)("is %s after %s", async (form, script) => {
    expect(await askTelemetryForm(binary(script), ["validate", "--config", "x"])).toBe(form);
  });
});

describe("a binary that does not answer", () => {
  test("is given up when the time is over", async () => {
    const answer = await askFeatureGates({ ...binary("exec sleep 600"), timeoutMs: 200 });
    if (answer.answered) throw new Error("answered");
    expect(describeNoAnswer(answer)).toBe("no answer in time");
  });

  test("is killed with its children when nobody wants the answer any more", async () => {
    const mark = `MARK=${crypto.randomUUID()}`;
    const stop = new AbortController();
    const asked = askFeatureGates(binary("sleep 600 & wait", stop.signal, { MARK: mark.slice(5) }));
    await until(() => markedWith(mark).length === 2);
    stop.abort();
    expect(await asked).toMatchObject({ answered: false, outcome: { timedOut: false } });
    await until(() => markedWith(mark).length === 0);
  });
});

test("ends of processes are put in words", () => {
  expect(describeExit({ kind: "exited", code: 3 })).toBe("exit code 3");
  expect(describeExit({ kind: "signalled", signal: "SIGKILL" })).toBe("signal SIGKILL");
});
