import { describe, expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { createRuntime } from "../../../../src/runtime/shared/runtime.ts";
import { inspectProgram } from "../../../../src/supervisor/packages/inspect-program.ts";
import { childEnv, realProcesses } from "../../../support/real-processes.ts";
import { scratchDirectory } from "../../../support/scratch.ts";
import { TestLog } from "../../../support/test-log.ts";

const runtime = { ...createRuntime(), processes: realProcesses };
const components = 'echo "extensions: [{name: opamp, module: m}]"';

/** What is found out about a script that answers `--version` and `components` so. */
async function inspect({ version = 'echo "otelcol version 1.2.3"', listing = components, first = "#!/bin/sh" } = {}) {
  const executable = join(scratchDirectory(), "otelcol");
  writeFileSync(executable, `${first}\nif [ "$1" = --version ]; then ${version}; exit 0; fi\n${listing}\n`);
  chmodSync(executable, 0o755);
  const log = new TestLog();
  const { signal } = new AbortController();
  const inspection = await inspectProgram({ executable, env: childEnv, runtime, log, signal });
  return { inspection, log };
}

describe("a program that nobody has run yet", () => {
  test.each([
    ["otelcol version 1.2.3", "1.2.3"],
    ["otelcol-contrib version v1.2.3-rc.1 (go1.25)", "v1.2.3-rc.1"],
    ["acme 4.5.6", "4.5.6"],
    ["", ""],
  ])("says which version it is: %j", async (printed, version) => {
    expect((await inspect({ version: `echo "${printed}"` })).inspection).toEqual({ fits: true, version });
  });

  test("is refused where it ends with an error, with its last words", async () => {
    const { inspection } = await inspect({ version: "echo broken >&2; exit 3" });
    expect(inspection).toMatchObject({
      fits: false,
      failure: { code: "COLLECTOR_EXITED", phase: "preflight", text: "`--version` ended with exit code 3: broken" },
    });
  });

  test.each(["SEGV", "ILL", "ABRT"])("is to blame for a crash: SIG%s", async (signal) => {
    const { inspection } = await inspect({ version: `kill -${signal} $$` });
    expect(inspection).toMatchObject({
      failure: {
        code: "COLLECTOR_EXITED",
        text: expect.stringContaining(`\`--version\` ended with signal SIG${signal}`),
        isCondemned: true,
      },
    });
  });

  test("is refused where it has no opamp extension, with those that it has", async () => {
    const { inspection } = await inspect({ listing: 'echo "extensions: [{name: zpages, module: m}]"' });
    expect(inspection).toMatchObject({
      failure: { code: "NO_OPAMP_EXTENSION", text: expect.stringContaining("zpages"), isCondemned: true },
    });
  });

  test("that does not list its components is told, and judged by what it does later", async () => {
    const { inspection, log } = await inspect({ listing: "exit 1" });
    expect(inspection).toMatchObject({ fits: true });
    expect(log.at("warn")).toHaveLength(1);
  });

  test("is refused where the system cannot execute it", async () => {
    const { inspection } = await inspect({ first: "#!/no/such/interpreter" });
    expect(inspection).toMatchObject({ fits: false, failure: { code: "CANNOT_EXECUTE", isCondemned: true } });
  });

  test("is not blamed for what somebody else has ended, nor for what the machine cannot do now", async () => {
    const { inspection } = await inspect({ version: "kill -TERM $$" });
    expect(inspection).toMatchObject({ fits: false, failure: { code: "COLLECTOR_KILLED", isCondemned: false } });
    const busy = {
      ...runtime,
      processes: { ...realProcesses, run: async () => ({ started: false as const, code: "EAGAIN" }) },
    };
    const { signal } = new AbortController();
    expect(
      await inspectProgram({ executable: "/bin/sh", env: {}, runtime: busy, log: new TestLog(), signal }),
    ).toMatchObject({ failure: { code: "CANNOT_EXECUTE", isCondemned: false } });
  });
});
