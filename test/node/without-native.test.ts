import { beforeAll, expect, test } from "bun:test";
import { join } from "node:path";

import { projectVersion } from "../../scripts/build.ts";
import { bundle } from "../../scripts/node/bundle.ts";
import { inject } from "../../scripts/node/inject.ts";
import { ownArchitecture } from "../../scripts/node/pinned.ts";
import { World } from "../support/e2e.ts";
import { writeFakeCollector } from "../support/fake-collector.ts";
import { statusOf } from "../support/run-command.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { SupervisorProcess } from "../support/supervisor-process.ts";

const executable = join(scratchDirectory(), "opampsupervisor");

/** A program whose native part no directory takes, as where all that may be written to is mounted with `noexec`. */
beforeAll(async () => {
  const native = new TextEncoder().encode("no library");
  const program = await bundle({ entry: "src/main-node.ts", version: await projectVersion(), native });
  const arch = ownArchitecture();
  await inject({ arch, host: arch, program, path: executable });
});

function start() {
  const world = new World({ endpoint: null, local: null });
  const collector = writeFakeCollector(world.path("otelcol"), { run: "obeys" });
  world.configure({ endpoint: null, local: null, collector });
  const args = [`--config=${world.configFile}`];
  return { world, supervisor: new SupervisorProcess({ executable, args, directory: world.directory }) };
}

test("without its native part it supervises all the same, says what is off, and ends in order", async () => {
  const { world, supervisor } = start();
  await supervisor.line(
    "This system forbids what ties the Collector to the supervisor: a process of its own watches over them",
  );
  await supervisor.line("Collector is healthy");
  const { ties } = await statusOf(world);
  expect(ties).toMatchObject({ parentDeathSignal: false, stdinLease: false, watcher: true });
  expect(await supervisor.stop()).toBe(0);
  await supervisor.descendantsGone();
});

test("killed without its native part, it leaves nothing behind", async () => {
  const { supervisor } = start();
  await supervisor.line("Collector is healthy");
  supervisor.signal("SIGKILL");
  await supervisor.descendantsGone();
});
