import { describe, expect, onTestFinished, test } from "bun:test";
import { generateKeyPairSync, sign } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { canReceiveDatagrams, DatagramReceiver } from "../support/datagram-receiver.ts";
import { executable, otelcol, World } from "../support/e2e.ts";
import { installed, offerCollector, offerPackage, phaseOf, phases, writeProgram } from "../support/offered-package.ts";
import { newVersion, otherExecutable, wrappedSupervisor } from "../support/other-supervisor.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import { SupervisorProcess } from "../support/supervisor-process.ts";
import { TestServer } from "../support/test-server.ts";

const newer = { version: newVersion, content: readFileSync(otherExecutable) };
const name = "supervisor";

const taking = {
  capabilities: { accepts_supervisor_package: true, accepts_remote_config: true },
  connection: { verify_timeout: "5s" },
  agent: { package: { verifier: { type: "none" } }, config_probation: "1s" },
};

interface Options {
  agent?: object;
  capabilities?: object;
  start?(world: World): SupervisorProcess;
}

/** A supervisor whose Collector is healthy, and writes down where it ever runs beside another one. */
async function running({ agent, capabilities, start = (world) => world.start() }: Options = {}) {
  const server = await TestServer.start();
  const world = new World({ endpoint: null });
  writeProgram(world.path("lonely.sh"), lonelyCollector(world));
  const config = {
    ...taking,
    agent: { ...taking.agent, ...agent },
    capabilities: { ...taking.capabilities, ...capabilities },
  };
  world.configure({ endpoint: server.endpoint, collector: world.path("lonely.sh"), config });
  onTestFinished(() => expect(existsSync(world.path("twice"))).toBe(false));
  const supervisor = start(world);
  await server.healthy();
  return { server, world, supervisor };
}

/** The real Collector, which holds a lock as long as it runs with the configuration in force. */
function lonelyCollector(world: World): Uint8Array {
  const run = `exec 9>${world.path("lock")}; flock --nonblock 9 || echo "$$" >>${world.path("twice")}`;
  return Buffer.from(`#!/bin/sh\ncase "$*" in validate*) ;; *effective.yaml*) ${run} ;; esac\nexec ${otelcol} "$@"\n`);
}

/** The file that a process runs. */
const programOf = (pid: number) => readlinkSync(`/proc/${pid}/exe`);

describe("a supervisor that is offered", () => {
  test("proves itself, takes the place of the old one in the same process, and runs when that is started again", async () => {
    const { server, world, supervisor } = await running();
    const before = programOf(supervisor.pid);
    await offerPackage(server, name, newer);
    const status = await installed(server, newer.version, name);
    expect([phaseOf(status), status.errorMessage, status.agentHasVersion]).toEqual(["Installed", "", newVersion]);
    await supervisor.line("The supervisor is another version now", { version: newVersion });
    expect(phases(server, name).slice(-2)).toEqual(["Installing", "Installed"]);
    expect(programOf(supervisor.pid)).toStartWith(join(world.storage, "supervisor_packages"));
    expect((await server.healthy()).healthy).toBe(true);
    const shown = await statusOf(world);
    expect(shown.supervisor).toMatchObject({ version: newVersion, pid: supervisor.pid, installed: executable });
    expect(shown.outages).toEqual([{ at: expect.any(String), durationMs: expect.any(Number), by: "restart" }]);
    expect(await supervisor.stop()).toBe(0);
    await server.disconnected();

    server.messages.length = 0;
    const next = world.start();
    await server.healthy();
    expect(programOf(next.pid)).not.toBe(before);
    expect((await statusOf(world)).supervisor).toMatchObject({ version: newVersion, pid: next.pid });
    expect(phases(server, name)).toEqual(["Installed"]);
  }, 60_000);
});

test.skipIf(process.getuid?.() !== 0)(
  "a supervisor that is offered is asked by this one's own user, also where the Collector runs as another one",
  async () => {
    const server = await TestServer.start();
    const world = new World({ endpoint: null });
    chmodSync(world.directory, 0o755);
    const collector = world.path("otelcol");
    copyFileSync(otelcol, collector);
    chmodSync(collector, 0o755);
    const agent = { ...taking.agent, run_as: "nobody" };
    world.configure({ endpoint: server.endpoint, collector, config: { ...taking, agent } });
    const supervisor = world.start();
    await server.healthy();
    await offerPackage(server, name, newer);
    const status = await installed(server, newer.version, name);
    expect([phaseOf(status), status.errorMessage, status.agentHasVersion]).toEqual(["Installed", "", newVersion]);
    await supervisor.line("The supervisor is another version now", { version: newVersion });
    expect((await server.healthy()).healthy).toBe(true);
  },
  60_000,
);

describe("a supervisor that is offered and does not work", () => {
  /** What runs is what ran, and the Collector is well. */
  async function isBack({ server, world, supervisor }: Awaited<ReturnType<typeof running>>, before: string) {
    await supervisor.line("The supervisor that was here before goes on");
    await server.until(() => server.messages.length > 0);
    expect((await server.healthy()).healthy).toBe(true);
    const status = await statusOf(world);
    expect([status.supervisor.version, status.supervisor.pid]).toEqual([before, supervisor.pid]);
    expect(status.collector.state).toBe("up");
    const collectors = supervisor.descendants().filter((pid) => programOf(pid) === otelcol);
    expect(collectors).toEqual([status.collector.pid ?? 0]);
  }

  test.each([
    [
      "exits at once",
      "echo out of order >&2; exit 3",
      "SUPERVISOR_EXITED: proving: it ended with exit code 3",
      "out of order",
    ],
    ["is killed", "kill -KILL $$", "SUPERVISOR_EXITED: proving: it ended with signal SIGKILL", ""],
    [
      "hangs, and does not heed a signal",
      "trap '' TERM; sleep 1000 & wait; wait; wait; wait",
      "TIMEOUT: starting: it did nothing",
      "",
    ],
    [
      "never gets to the server",
      `exec unshare --net sh -c 'ip link set lo up; exec ${otherExecutable} "$@"' x "$@"`,
      "NOT_CONNECTED: proving: the server has not answered",
      "",
    ],
  ])(
    "%s: the old one is back, and it is not tried again",
    async (_, instead, reason, words) => {
      const scene = await running({ agent: { config_apply_timeout: "1s" } });
      const { server, world, supervisor } = scene;
      const { version } = (await statusOf(world)).supervisor;
      const bad = { version: newVersion, content: wrappedSupervisor(newVersion, instead) };
      await offerPackage(server, name, bad);
      const status = await installed(server, newVersion, name);
      expect(phaseOf(status)).toBe("InstallFailed");
      expect(status.errorMessage).toStartWith(reason);
      expect(status.errorMessage).toContain(words);
      expect(status.agentHasVersion).toBe("");
      await isBack(scene, version);
      const seen = supervisor.lines.length;
      const again = await offerPackage(server, name, bad);
      await supervisor.line("A package was not installed", {}, seen);
      expect(again.heads).toEqual([]);
    },
    90_000,
  );
});

describe("a supervisor that is offered is refused, and the one that runs goes on,", () => {
  test.each([
    [
      "where it does not understand the configuration",
      () => checking(`echo "supervisor.yaml:1:1: unknown key" >&2; exit 2`),
      newVersion,
      "CONFIG_INVALID: preflight: it does not take what is here: supervisor.yaml:1:1: unknown key",
    ],
    [
      "where it is another version than it says",
      () => wrappedSupervisor("98.0.0", "exit 1"),
      newVersion,
      "VERSION_MISMATCH: ",
    ],
    ["where it is older", () => wrappedSupervisor("0.0.1", "exit 1"), "0.0.1", "DOWNGRADE: "],
    [
      "where it is a Collector",
      () => Buffer.from("#!/bin/sh\necho otelcol version 99.1.0\n"),
      newVersion,
      "NOT_A_SUPERVISOR: preflight: ",
    ],
    ["where it is no program", () => Buffer.from("hello"), newVersion, "UNKNOWN_FORMAT: unpacking: "],
  ])(
    "%s",
    async (_, content, version, reason) => {
      const { server, world, supervisor } = await running();
      const before = (await statusOf(world)).collector;
      await offerPackage(server, name, { version, content: content() });
      const status = await installed(server, version, name);
      expect(phaseOf(status)).toBe("InstallFailed");
      expect(status.errorMessage).toStartWith(reason);
      const after = await statusOf(world);
      expect([after.supervisor.pid, after.collector.pid]).toEqual([supervisor.pid, before.pid ?? 0]);
    },
    60_000,
  );
});

/** A script whose look at what is here is this. */
function checking(check: string): Uint8Array {
  const text = Buffer.from(wrappedSupervisor(newVersion, "exit 1")).toString();
  return Buffer.from(
    text.replace(/(__check ]; then ).*(; fi)/, (_, begin: string, end: string) => begin + check + end),
  );
}

test("where keys are asked for, a supervisor that nobody has signed is refused, and one that is signed is taken", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const pem = publicKey.export({ type: "spki", format: "pem" });
  const verifier = { type: "key", key: { public_keys: [{ pem }] } };
  const { server, supervisor } = await running({ agent: { package: { verifier } } });
  const another = generateKeyPairSync("ed25519").privateKey;
  const signedBy = (key: typeof privateKey) => Buffer.from(sign(null, newer.content, key).toString("base64"));
  await offerPackage(server, name, { ...newer, signature: signedBy(another) });
  expect((await installed(server, newVersion, name)).errorMessage).toStartWith("SIGNATURE_INVALID: verifying: ");
  await offerPackage(server, name, { ...newer, signature: signedBy(privateKey) });
  await supervisor.line("The supervisor is another version now", { version: newVersion });
}, 60_000);

test("where packages of the supervisor alone are taken, one of the Collector is refused by name", async () => {
  const { server } = await running();
  await offerCollector(server, { version: "v0.150.0", content: readFileSync(otelcol) });
  expect((await installed(server, "v0.150.0")).errorMessage).toStartWith("NOT_ALLOWED: packages of the Collector");
}, 60_000);

test("the first process of a container is not exchanged, and says why", async () => {
  const namespace = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"] as const;
  const { server } = await running({ start: (world) => world.startBehind(namespace) });
  const files = await offerPackage(server, name, newer);
  const status = await installed(server, newVersion, name);
  expect(status.errorMessage).toStartWith(
    "IN_CONTAINER: the supervisor is the program of a container (it is process 1)",
  );
  expect(files.heads).toEqual([]);
}, 60_000);

test.skipIf(process.getuid?.() !== 0)(
  "a file system that lets nothing run is found before anything is touched",
  async () => {
    const mount = [
      "unshare",
      "--mount",
      "sh",
      "-c",
      'mount -t tmpfs -o noexec none storage && exec "$@"',
      "x",
    ] as const;
    const { server } = await running({
      start: (place) => {
        mkdirSync(place.storage);
        return place.startBehind(mount);
      },
    });
    await offerPackage(server, name, newer);
    expect((await installed(server, newVersion, name)).errorMessage).toStartWith("CANNOT_EXECUTE: preflight: ");
  },
  60_000,
);

describe("a supervisor that ends", () => {
  test.each([
    ["killed before it hands over", "Another version of the supervisor is tried"],
    ["killed when the other one begins", "Starting the supervisor on trial"],
    ["killed when the other one has brought the Collector up", "Collector is healthy"],
    ["killed when the other one has proved itself", "The supervisor on trial has proved itself"],
  ])(
    "%s leaves nothing behind, and the next one goes on",
    async (_, message) => {
      const { server, world, supervisor } = await running();
      const seen = supervisor.lines.length;
      await offerPackage(server, name, newer);
      await supervisor.line(message, {}, seen);
      supervisor.signal("SIGKILL");
      await supervisor.exitCode;
      await supervisor.descendantsGone();
      await server.disconnected();

      server.messages.length = 0;
      const next = world.start();
      const status = await installed(server, newVersion, name);
      expect([phaseOf(status), status.errorMessage]).toEqual(["Installed", ""]);
      await next.line("The supervisor is another version now", { version: newVersion });
      expect((await server.healthy()).healthy).toBe(true);
      expect((await statusOf(world)).supervisor).toMatchObject({ version: newVersion, pid: next.pid });
    },
    60_000,
  );

  test("because its configuration is wrong is not blamed for that, whoever it was", async () => {
    const { server, world, supervisor } = await upgraded();
    await supervisor.stop();
    await server.disconnected();
    const before = readFileSync(world.configFile, "utf8");
    writeFileSync(world.configFile, `unknown_key: 1\n${before}`);
    for (let starts = 0; starts < 4; starts += 1) {
      const refused = world.start();
      expect(await refused.exitCode).toBe(2);
      expect(await refused.complaint).toContain("The supervisor of a package takes over");
      expect(await refused.complaint).toContain("unknown_key");
    }
    writeFileSync(world.configFile, before);
    const next = world.start();
    await server.healthy();
    expect((await statusOf(world)).supervisor).toMatchObject({ version: newVersion, pid: next.pid });
  }, 60_000);

  test("killed again and again at its start is gone back from", async () => {
    const { server, world, supervisor } = await upgraded();
    await supervisor.stop();
    for (let starts = 0; starts < 3; starts += 1) {
      const next = world.start();
      await next.line("The supervisor of a package takes over");
      next.signal("SIGKILL");
      await next.exitCode;
      await next.descendantsGone();
    }
    await server.disconnected();
    server.messages.length = 0;
    const last = world.start();
    await last.line("Packages of the supervisor", { level: "warn" });
    const status = await installed(server, newVersion, name);
    expect([phaseOf(status), status.agentHasVersion]).toEqual(["InstallFailed", ""]);
    expect(status.errorMessage).toStartWith("withdrawn: INTERRUPTED: starting: ");
    expect((await server.healthy()).healthy).toBe(true);
    expect(programOf(last.pid)).toBe(executable);
  }, 60_000);
});

/** A supervisor that was exchanged, and runs. */
async function upgraded(options: Options = {}) {
  const scene = await running(options);
  await offerPackage(scene.server, name, newer);
  await scene.supervisor.line("The supervisor is another version now", { version: newVersion });
  await scene.server.until(() => scene.server.messages.length > 0);
  await scene.server.healthy();
  return scene;
}

describe("the operator", () => {
  test("goes back to his own, and the server hears of it", async () => {
    const { server, world, supervisor } = await upgraded();
    expect((await runCommand(world, "packages")).out).toContain(`Version    ${newVersion}, installed`);
    expect(await runCommand(world, "packages", "rollback", "9.9.9", "--supervisor")).toMatchObject({ code: 1 });
    const seen = supervisor.lines.length;
    expect(await runCommand(world, "packages", "rollback", "--supervisor")).toMatchObject({ code: 0 });
    await supervisor.line("The supervisor is another version now", {}, seen);
    const status = await installed(server, newVersion, name);
    expect([phaseOf(status), status.agentHasVersion]).toEqual(["InstallFailed", ""]);
    expect(status.errorMessage).toStartWith("ROLLED_BACK: ");
    expect(programOf(supervisor.pid)).toBe(executable);
    expect((await server.healthy()).healthy).toBe(true);
  }, 60_000);

  test("hears where no way leads back any more, and so does the server", async () => {
    const own = (world: World) => world.path("opampsupervisor");
    const { server, world } = await upgraded({
      start: (place) => {
        copyFileSync(executable, own(place));
        const [directory, args] = [place.directory, [`--config=${place.configFile}`]];
        return new SupervisorProcess({ executable: own(place), args, directory });
      },
    });
    writeProgram(own(world), Buffer.from("#!/bin/sh\necho out of order >&2\nexit 3\n"));
    expect(await runCommand(world, "packages", "rollback", "--supervisor")).toMatchObject({ code: 0 });
    const failed = "opampsupervisor.failed_rollback";
    const told = await server.until(({ health }) => health?.attributes?.find(({ key }) => key === failed)?.value);
    expect(told.stringValue).toEndWith("SUPERVISOR_EXITED");
    const reason = "SUPERVISOR_EXITED: preflight: `--version` ended with exit code 3: out of order";
    expect((await runCommand(world, "packages")).out).toContain(reason);
    expect((await runCommand(world, "status")).out).toMatch(/rollback +to \S+ has failed/);
    expect((await runCommand(world, "events")).out).toMatch(/package-failed .*SUPERVISOR_EXITED/);
    expect((await statusOf(world)).supervisor).toMatchObject({ version: newVersion });
  }, 60_000);

  test("who replaces his file has the last word at the next start, and the server hears of it", async () => {
    const own = (world: World) => world.path("opampsupervisor");
    const start = (world: World) =>
      new SupervisorProcess({
        executable: own(world),
        args: [`--config=${world.configFile}`],
        directory: world.directory,
      });
    const { server, world, supervisor } = await upgraded({
      start: (place) => {
        copyFileSync(executable, own(place));
        return start(place);
      },
    });
    const before = readFileSync(own(world));
    expect(before.equals(readFileSync(executable))).toBe(true);
    await supervisor.stop();
    await server.disconnected();
    writeProgram(own(world), Buffer.concat([before, Buffer.from("\n")]));
    server.messages.length = 0;
    const next = start(world);
    await next.line("Packages of the supervisor", { level: "warn" });
    const status = await installed(server, newVersion, name);
    expect(status.errorMessage).toStartWith("OPERATOR_REPLACED: the supervisor's own executable was replaced");
    expect(programOf(next.pid)).toBe(own(world));
  }, 60_000);

  test("who stops it in the middle of a trial is obeyed, and the next start goes on", async () => {
    const { server, world, supervisor } = await running();
    const seen = supervisor.lines.length;
    await offerPackage(server, name, newer);
    await supervisor.line("Starting the supervisor on trial", {}, seen);
    expect(await supervisor.stop()).toBe(0);
    expect(supervisor.descendants()).toEqual([]);
    const next = world.start();
    await next.line("The supervisor is another version now", { version: newVersion });
  }, 60_000);
});

test.skipIf(!canReceiveDatagrams)(
  "a service manager hears one service with one pid",
  async () => {
    const address = `@opampsupervisor-${crypto.randomUUID()}`;
    const manager = await DatagramReceiver.open(address);
    const { server, supervisor } = await running({
      start: (world) => world.startIn({ NOTIFY_SOCKET: address, WATCHDOG_USEC: "200000" }),
    });
    await offerPackage(server, name, newer);
    await supervisor.line("The supervisor is another version now", { version: newVersion });
    const heard: string[] = [];
    while (heard.filter((word) => word === "READY=1").length < 2) {
      heard.push(
        ...(await manager.next()).split("\n").filter((word) => /^(READY|RELOADING|STOPPING|EXTEND)/.test(word)),
      );
    }
    expect(heard.map((word) => word.split("=")[0])).toEqual([
      "READY",
      "RELOADING",
      "RELOADING",
      "EXTEND_TIMEOUT_USEC",
      "READY",
    ]);
    await supervisor.stop();
    let last = "";
    while (!last.includes("STOPPING=1")) last = await manager.next();
  },
  60_000,
);
