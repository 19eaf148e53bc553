import { describe, expect, test } from "bun:test";
import { chmodSync, chownSync, constants, copyFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

import { statusField } from "../../src/runtime/os/linux-processes.ts";
import { executable, otelcol, World } from "../support/e2e.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { SupervisorProcess } from "../support/supervisor-process.ts";
import { TestServer } from "../support/test-server.ts";

const isRoot = process.platform === "linux" && process.getuid?.() === 0;
const programs = scratchDirectory();
const collector = publicCopy(otelcol);
const nobody = "65534:65533";

const configuration = (port: string) => `receivers: {nop: {}}
exporters: {nop: {}}
extensions: {health_check: {endpoint: "127.0.0.1:${port}"}}
service:
  extensions: [health_check]
  pipelines: {traces: {receivers: [nop], exporters: [nop]}}
`;

/** A program that every user can reach. */
function publicCopy(program: string): string {
  const copy = join(programs, basename(program));
  chmodSync(programs, 0o755);
  copyFileSync(program, copy, constants.COPYFILE_FICLONE);
  chmodSync(copy, 0o755);
  return copy;
}

/** A program that every user could execute, in a directory that only we can enter. */
function closedProgram(): string {
  const directory = join(programs, "closed");
  mkdirSync(directory, { mode: 0o700 });
  const program = join(directory, "otelcol");
  copyFileSync("/bin/true", program);
  return program;
}

function worldAs(run_as: string, server: TestServer, more: Readonly<Record<string, unknown>> = {}): World {
  const agent = { executable: collector, run_as, orphan_detection_interval: "100ms", ...more };
  const world = new World({ endpoint: server.endpoint, config: { agent } });
  chmodSync(world.directory, 0o755);
  return world;
}

describe.skipIf(!isRoot)("agent.run_as", () => {
  test("the Collector is bootstrapped, configured, restarted and stopped as that user", async () => {
    const server = await TestServer.start();
    const world = worldAs(nobody, server);
    const supervisor = world.start();
    await server.healthy();
    server.offer({ "": configuration("0") }, "first");
    expect(await server.verdict("first")).toBe("APPLIED");
    const [pid = 0, ...others] = supervisor.running();
    expect(others).toEqual([]);
    expect(statusField(pid, "Uid")).toBe("65534\t65534\t65534\t65534");
    expect(statusField(pid, "Gid")).toBe("65533\t65533\t65533\t65533");
    expect(statusField(pid, "Groups")?.trim()).toBe("65533");
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    expect(environment).toContain("USER=nobody");
    expect(environment).toContain("HOME=/nonexistent");

    const modeOf = (name: string) => statSync(world.stored(name)).mode & 0o777;
    expect([modeOf(""), modeOf("effective.yaml"), modeOf("agent.log"), modeOf("persistent_state.yaml")]).toEqual([
      0o710, 0o640, 0o600, 0o600,
    ]);
    expect(modeOf("control.sock")).toBe(0o600);
    const nobodyReads = (name: string) =>
      Bun.spawnSync(["setpriv", "--reuid=65534", "--regid=65533", "--clear-groups", "cat", world.stored(name)])
        .exitCode;
    expect(nobodyReads("effective.yaml")).toBe(0);
    for (const name of ["persistent_state.yaml", "agent.log", "last_recv_remote_config.dat", "lock"]) {
      expect([name, nobodyReads(name)]).toEqual([name, 1]);
    }
    expect(await supervisor.stop()).toBe(0);
    expect(supervisor.descendants()).toEqual([]);
  }, 60_000);

  test("the Collector does not outlive a killed supervisor", async () => {
    const server = await TestServer.start();
    const supervisor = worldAs(nobody, server).start();
    await server.healthy();
    expect(supervisor.running().length).toBe(1);
    supervisor.signal("SIGKILL");
    await supervisor.descendantsGone();
  });

  test.each([
    ["an unknown user", "nosuch-user", {}, "agent.run_as: there is no user nosuch-user on this machine"],
    [
      "an executable that is closed to the user",
      nobody,
      { executable: closedProgram() },
      /agent\.run_as: user nobody may not execute/,
    ],
  ])("%s is told at the start, and nothing is started", async (_, user, more, reason) => {
    const supervisor = worldAs(user, await TestServer.start(), more).start();
    expect(await supervisor.exitCode).toBe(1);
    const line = supervisor.lines.find(({ msg }) => msg.startsWith("Cannot supervise the Collector: "));
    expect(line).toMatchObject({ code: "RUN_AS" });
    expect(line?.msg).toMatch(reason);
    await supervisor.descendantsGone();
  });

  test("a storage directory behind one that is closed is told at the start", async () => {
    const server = await TestServer.start();
    const world = worldAs(nobody, server);
    chmodSync(world.directory, 0o700);
    const supervisor = world.start();
    expect(await supervisor.exitCode).toBe(1);
    await supervisor.line(/agent\.run_as: user nobody cannot reach \/.*\/storage,/);
  });
});

describe.skipIf(!isRoot)("agent.run_as under a service that is not root", () => {
  /** A supervisor as user 1234 with these capabilities. */
  function startWith(capabilities: string, server: TestServer): SupervisorProcess {
    const world = worldAs(nobody, server);
    const owned = world.path("owned");
    mkdirSync(owned);
    chownSync(owned, 1234, 1234);
    chmodSync(owned, 0o755);
    world.configure({
      endpoint: server.endpoint,
      config: { agent: { executable: collector, run_as: nobody }, storage: { directory: join(owned, "storage") } },
    });
    const user = ["--reuid=1234", "--regid=1234", "--clear-groups"];
    const args = [
      ...user,
      `--inh-caps=${capabilities}`,
      `--ambient-caps=${capabilities}`,
      "--",
      publicCopy(executable),
    ];
    return new SupervisorProcess({
      executable: "/usr/bin/setpriv",
      args: [...args, `--config=${world.configFile}`],
      directory: world.directory,
      env: {},
    });
  }

  test("it can with four capabilities, and hands none of them on", async () => {
    const server = await TestServer.start();
    const supervisor = startWith("+chown,+kill,+setgid,+setuid", server);
    await server.healthy();
    const [pid = 0] = supervisor.descendants().filter((each) => statusField(each, "Uid")?.startsWith("65534"));
    expect(statusField(pid, "Groups")?.trim()).toBe("65533");
    expect(["CapPrm", "CapEff", "CapAmb"].map((field) => statusField(pid, field))).toEqual(
      Array.from({ length: 3 }, () => "0".repeat(16)),
    );
    supervisor.signal("SIGKILL");
    await supervisor.descendantsGone();
  }, 60_000);

  test("without them it says which ones it lacks", async () => {
    const supervisor = startWith("-all", await TestServer.start());
    expect(await supervisor.exitCode).toBe(1);
    await supervisor.line(/agent\.run_as: the supervisor lacks CAP_CHOWN, CAP_KILL, CAP_SETGID, CAP_SETUID/);
  });
});
