import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";

import { listProcesses } from "../../src/runtime/os/linux-processes.ts";
import { answers, executable, otelcol, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { fixture } from "../support/project.ts";
import { isOfBun } from "../support/runtime-of.ts";
import { SupervisorProcess } from "../support/supervisor-process.ts";
import { TestServer } from "../support/test-server.ts";

const isRoot = process.platform === "linux" && process.getuid?.() === 0;
const forbidding = ["python3", fixture("forbid-generated-code.py")];
const canForbid =
  process.platform === "linux" &&
  Bun.which("python3") !== null &&
  Bun.spawnSync([...forbidding, "true"], { stdio: ["ignore", "ignore", "ignore"] }).exitCode === 0;

/** A supervisor that is started by way of another program. */
function startBy(
  [program = "", ...args]: readonly string[],
  world: World,
  env: Readonly<Record<string, string>> = {},
): SupervisorProcess {
  return new SupervisorProcess({
    executable: program,
    args: [...args, executable, `--config=${world.configFile}`],
    directory: world.directory,
    env,
  });
}

/** Node runs there only where it is told to interpret; it calls the C library by what was compiled before. */
const interpreting: Readonly<Record<string, string>> = isOfBun ? {} : { NODE_OPTIONS: "--jitless" };

test.skipIf(!canForbid)(
  "where the system forbids code made at run time, everything works, and the log says which ties are off",
  async () => {
    const server = await TestServer.start();
    const world = new World({ endpoint: server.endpoint });
    const supervisor = startBy(forbidding, world, interpreting);
    const off = { parentDeathSignal: false, stdinLease: false, watcher: true };
    if (isOfBun) await supervisor.line(/^This system forbids what ties the Collector to the supervisor/, off);
    await server.healthy();
    const port = await freePort();
    server.offer({ "": serving(port) }, "first");
    expect(await server.verdict("first")).toBe("APPLIED");
    expect(await answers(port)).toBe(true);
    const [collector = 0, ...others] = supervisor.running();
    expect(others).toEqual([]);
    process.kill(collector, "SIGKILL");
    await server.until(({ health }) => health?.healthy === false);
    await server.healthy();
    expect(await supervisor.stop()).toBe(0);
    expect(supervisor.descendants()).toEqual([]);

    const again = startBy(forbidding, world, interpreting);
    await server.healthy();
    expect(again.running().length).toBe(1);
    again.signal("SIGKILL");
    await again.descendantsGone();
  },
  60_000,
);

test.skipIf(!isRoot)(
  "as the first process of a container, it leaves no zombies and stops in order",
  async () => {
    const server = await TestServer.start();
    const world = new World({
      endpoint: server.endpoint,
      config: {
        agent: { executable: "./collector.sh", config_files: ["local.yaml"], env: { REAL_COLLECTOR: otelcol } },
      },
    });
    const script = '#!/bin/sh\n(sleep 0.01 &)\n(exit 3 &)\nexec "$REAL_COLLECTOR" "$@"\n';
    writeFileSync(world.path("collector.sh"), script, { mode: 0o755 });
    const unshare = startBy(["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"], world);
    await server.healthy();
    const first = listProcesses().find(({ parent }) => parent === unshare.pid)?.pid ?? 0;
    const children = () => listProcesses().filter(({ parent }) => parent === first);
    server.offer({ "": serving(await freePort()) }, "first");
    expect(await server.verdict("first")).toBe("APPLIED");
    while (children().some(({ zombie }) => zombie)) await Bun.sleep(5);
    process.kill(first, "SIGTERM");
    expect(await unshare.exitCode).toBe(0);
    expect(unshare.lines.at(-1)?.msg).toBe("Supervisor stopped");
  },
  60_000,
);
