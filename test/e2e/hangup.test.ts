import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { otelcol, serving } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { fixture } from "../support/project.ts";
import { childEnv, hasWritten, realProcesses, until } from "../support/real-processes.ts";
import { scratchDirectory } from "../support/scratch.ts";

test.skipIf(process.platform === "win32").each([
  ["the Collector", []],
  ["the Collector behind a start script", [fixture("wrapper.sh")]],
])(
  "%s survives SIGHUP from its first millisecond on, and reloads once it says that it can",
  async (_, wrapper) => {
    const directory = scratchDirectory();
    const configuration = join(directory, "effective.yaml");
    writeFileSync(configuration, serving(await freePort()));
    const outputFile = join(directory, "agent.log");
    const [executable, ...args] = [...wrapper, otelcol, "--config", configuration];
    const start = await realProcesses.start({ executable: executable ?? "", args, env: childEnv, outputFile });
    if (!start.started) throw new Error(start.code);
    const { child } = start;
    while (child.handlesHangup() === false) {
      expect(child.signalGroup("SIGHUP")).toBe(true);
      await Bun.sleep(1);
    }
    await hasWritten(outputFile, "Everything is ready");
    child.signalGroup("SIGHUP");
    await until(() => readFileSync(outputFile, "utf8").split("Everything is ready").length === 3);
    expect(child.groupAlive()).toBe(true);
    child.signalGroup("SIGTERM");
    expect(await child.exited).toMatchObject(wrapper.length === 0 ? { kind: "exited", code: 0 } : {});
    await until(() => !child.groupAlive());
  },
  30_000,
);
