import { describe, expect, test } from "bun:test";
import { generateKeyPairSync, sign } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { statusField } from "../../src/runtime/os/linux-processes.ts";
import { otelcol, serving, World } from "../support/e2e.ts";
import { serveRanges } from "../support/file-server.ts";
import { freePort } from "../support/free-port.ts";
import {
  forAnotherMachine,
  installed,
  offerCollector,
  phaseOf,
  phases,
  takingPackages,
  wrappedCollector,
  writeProgram,
} from "../support/offered-package.ts";
import {
  collectorVersion,
  newerCollector,
  otherCollector,
  packageTaker,
  runsVersion,
} from "../support/package-taker.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import { TestServer } from "../support/test-server.ts";

describe("a Collector that is offered", () => {
  test("is fetched, takes the place of the old one with the same configuration, and runs after a restart", async () => {
    const { server, world, supervisor } = await packageTaker();
    expect(server.messages[0]?.packageStatuses).toMatchObject({ packages: {} });
    expect(await collectorVersion(server)).toBe("0.149.0");
    const port = await freePort();
    server.offer({ "": serving(port) }, "A");
    expect(await server.verdict("A")).toBe("APPLIED");
    await supervisor.line("The configuration in force is the last good one", {}, supervisor.lines.length - 1);
    const files = await offerCollector(server, newerCollector);
    const status = await installed(server, newerCollector.version);
    expect([phaseOf(status), status.agentHasVersion, status.errorMessage]).toEqual([
      "Installed",
      newerCollector.version,
      "",
    ]);
    expect(Buffer.from(status.agentHasHash ?? [])).toEqual(Buffer.from(status.serverOfferedHash ?? []));
    expect(phases(server)).toEqual(["InstallPending", "Downloading", "Installing", "Installed"]);
    expect(files.heads[0]?.headers.get("x-token")).toBe("t0ken");
    await runsVersion(server, "0.150.0");
    expect((await server.healthy()).healthy).toBe(true);
    expect(statSync(join(world.storage, "packages")).mode & 0o777).toBe(0o700);
    await supervisor.stop();
    await server.disconnected();

    server.messages.length = 0;
    world.start();
    await server.healthy();
    expect(await collectorVersion(server)).toBe("0.150.0");
    expect(phases(server)).toEqual(["Installed"]);
    expect(files.heads).toHaveLength(1);
    expect((await statusOf(world)).collector.executable).toContain(join("storage", "packages"));
  }, 60_000);

  test("that does not start is gone back from, with its words, and answered at once when it comes again", async () => {
    const { server, supervisor } = await packageTaker();
    const dies = 'case "$*" in validate*) ;; *effective.yaml*) echo "Error: out of order" >&2; exit 3;; esac';
    const bad = { version: "v0.150.0+bad", content: wrappedCollector(otherCollector, "0.150.0", dies) };
    await offerCollector(server, bad);
    const status = await installed(server, bad.version);
    expect(phaseOf(status)).toBe("InstallFailed");
    expect(status.errorMessage).toContain("COLLECTOR_EXITED: starting: the Collector exited unexpectedly, exit code 3");
    expect(status.errorMessage).toContain("out of order");
    expect(status.agentHasVersion).toBe("");
    await supervisor.line("The last good configuration runs again");
    expect((await server.healthy()).healthy).toBe(true);
    expect(await collectorVersion(server)).toBe("0.149.0");

    await offerCollector(server, newerCollector);
    expect(phaseOf(await installed(server, newerCollector.version))).toBe("Installed");
    const again = await offerCollector(server, bad);
    const second = await installed(server, bad.version);
    expect([phaseOf(second), second.agentHasVersion]).toEqual(["InstallFailed", newerCollector.version]);
    expect(second.errorMessage).toBe(status.errorMessage ?? "");
    expect(again.heads).toEqual([]);
  }, 60_000);

  test("that never becomes healthy is gone back from when its time is over", async () => {
    const { server, supervisor } = await packageTaker();
    const hangs = 'case "$*" in validate*) ;; *effective.yaml*) exec sleep 1000;; esac';
    await offerCollector(server, {
      version: "v0.150.0+idle",
      content: wrappedCollector(otherCollector, "0.150.0", hangs),
    });
    const status = await installed(server, "v0.150.0+idle");
    expect(status.errorMessage).toStartWith(
      "TIMEOUT: starting: the Collector was not healthy within 5 s: it never connected",
    );
    await supervisor.line("The last good configuration runs again");
    expect((await server.healthy()).healthy).toBe(true);
    expect(await collectorVersion(server)).toBe("0.149.0");
  }, 60_000);

  test.each([
    ["is built for another machine", () => forAnotherMachine(otherCollector), "v0.152.0", "WRONG_SYSTEM: unpacking: "],
    ["is no program", () => Buffer.from("hello"), "v0.152.1", "UNKNOWN_FORMAT: unpacking: "],
    [
      "ends at once",
      () => Buffer.from("#!/bin/sh\necho no >&2\nexit 7\n"),
      "v0.152.2",
      "COLLECTOR_EXITED: preflight: ",
    ],
    [
      "lacks the opamp extension",
      () => wrappedCollector(otelcol, "0.152.3", '[ "$1" = components ] && { echo "extensions: []"; exit 0; }'),
      "v0.152.3",
      "NO_OPAMP_EXTENSION: preflight: ",
    ],
    [
      "refuses the configuration",
      () =>
        wrappedCollector(
          otherCollector,
          "0.150.0",
          '[ "$1" = validate ] && { echo "Error: no such exporter" >&2; exit 1; }',
        ),
      "v0.150.0",
      "CONFIG_INVALID: validating: ",
    ],
    [
      "introduces itself as another version than it prints",
      () => wrappedCollector(otelcol, "0.152.4"),
      "v0.152.4",
      "VERSION_MISMATCH: preflight: the Collector says that its service.version is",
    ],
    ["is another version than it says", () => wrappedCollector(otelcol, "0.1.0"), "v0.153.0", "VERSION_MISMATCH: "],
    ["is older", () => wrappedCollector(otelcol, "0.148.0"), "v0.148.0", "DOWNGRADE: "],
  ])(
    "and %s is refused, and the Collector that runs is left alone",
    async (_, content, offered, reason) => {
      const { server, world } = await packageTaker();
      const before = (await statusOf(world)).collector;
      await offerCollector(server, { version: offered, content: content() });
      const status = await installed(server, offered);
      expect(phaseOf(status)).toBe("InstallFailed");
      expect(status.errorMessage).toStartWith(reason);
      const { pid, starts } = (await statusOf(world)).collector;
      expect({ pid, starts }).toEqual({ pid: before.pid ?? 0, starts: before.starts });
    },
    60_000,
  );

  test.each([
    ["is silent, though it answers questions", "exec sleep 1000", "EXECUTABLE: composing: ", "never connected", true],
    ["is ended by somebody else", "kill -TERM $$", "COLLECTOR_KILLED: composing: ", "signal SIGTERM", false],
  ])(
    "and %s while it introduces itself is refused, and the Collector that runs is left alone",
    async (_, instead, reason, text, isRemembered) => {
      const { server, world } = await packageTaker({ agent: { bootstrap_timeout: "2s" } });
      const before = (await statusOf(world)).collector;
      const does = `case "$*" in *bootstrap*) ${instead};; esac`;
      const version = "v0.150.0+silent";
      const offered = { version, content: wrappedCollector(otherCollector, "0.150.0", does) };
      await offerCollector(server, offered);
      const status = await installed(server, version);
      expect(status.errorMessage).toStartWith(reason);
      expect(status.errorMessage).toContain(text);
      const { pid, starts } = (await statusOf(world)).collector;
      expect({ pid, starts }).toEqual({ pid: before.pid ?? 0, starts: before.starts });
      const record = JSON.parse(readFileSync(join(world.storage, "packages.json"), "utf8")) as { rejected: object[] };
      expect(record.rejected).toHaveLength(isRemembered ? 1 : 0);
    },
    60_000,
  );

  test("whose file server is away is waited for, with the reason, and comes into force when that is back", async () => {
    const { server, world, supervisor } = await packageTaker();
    let isAway = true;
    await offerCollector(server, {
      ...newerCollector,
      serve: (request, content) =>
        isAway ? request.answer.send({ status: "503 Busy" }) : serveRanges(request, content),
    });
    await supervisor.line("The download of a file was interrupted and goes on");
    const [shown] = (await statusOf(world)).packages?.offered ?? [];
    expect(shown).toMatchObject({ status: "Downloading", trouble: expect.stringContaining("HTTP 503") });
    isAway = false;
    expect(phaseOf(await installed(server, newerCollector.version))).toBe("Installed");
  }, 60_000);

  test("whose file is another one than was hashed is refused", async () => {
    const { server } = await packageTaker();
    const flipped = Buffer.from(newerCollector.content);
    flipped.writeUInt8(flipped.readUInt8(flipped.length - 1) ^ 1, flipped.length - 1);
    await offerCollector(server, {
      ...newerCollector,
      serve: ({ answer }) => answer.send({ body: flipped }),
    });
    const status = await installed(server, newerCollector.version);
    expect(status.errorMessage).toStartWith("HASH_MISMATCH: downloading: ");
    expect(await collectorVersion(server)).toBe("0.149.0");
  }, 60_000);
});

test("where keys are asked for, a Collector that nobody has signed is refused, and one that is signed is taken", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const pem = publicKey.export({ type: "spki", format: "pem" });
  const verifier = { type: "key", key: { public_keys: [{ pem }] } };
  const { server } = await packageTaker({ agent: { package: { verifier } } });
  await offerCollector(server, newerCollector);
  const unsigned = await installed(server, newerCollector.version);
  expect(unsigned.errorMessage).toStartWith("NO_SIGNATURE: verifying: ");
  const stranger = generateKeyPairSync("ed25519").privateKey;
  await offerCollector(server, {
    ...newerCollector,
    signature: Buffer.from(sign(null, newerCollector.content, stranger).toString("base64")),
  });
  await server.until(({ packageStatuses }) =>
    packageStatuses?.packages?.[""]?.errorMessage?.startsWith("SIGNATURE_INVALID: verifying: "),
  );
  expect(await collectorVersion(server)).toBe("0.149.0");
  const signature = Buffer.from(sign(null, newerCollector.content, privateKey).toString("base64"));
  await offerCollector(server, { ...newerCollector, signature });
  await server.until(({ packageStatuses }) => {
    const status = packageStatuses?.packages?.[""];
    return status && phaseOf(status) === "Installed";
  });
  await runsVersion(server, "0.150.0");
}, 60_000);

test.skipIf(process.platform !== "linux" || process.getuid?.() !== 0)(
  "with agent.run_as the new Collector runs as that user too, who can change nothing of it",
  async () => {
    const server = await TestServer.start();
    const agent = { ...takingPackages.agent, run_as: "65534:65533" };
    const world = new World({ endpoint: server.endpoint, config: { ...takingPackages, agent } });
    chmodSync(world.directory, 0o755);
    writeProgram(world.path("otelcol"), readFileSync(otelcol));
    const config = { ...takingPackages, agent };
    world.configure({ endpoint: server.endpoint, config, collector: world.path("otelcol") });
    const supervisor = world.start();
    await server.healthy();
    await offerCollector(server, newerCollector);
    const status = await installed(server, newerCollector.version);
    expect([phaseOf(status), status.errorMessage]).toEqual(["Installed", ""]);
    const [pid = 0] = supervisor.running();
    expect(statusField(pid, "Uid")).toBe("65534\t65534\t65534\t65534");
    const packages = join(world.storage, "packages");
    expect(statSync(packages).mode & 0o777).toBe(0o710);
    const [directory = ""] = readdirSync(packages);
    expect(statSync(join(packages, directory, "otelcol"))).toMatchObject({ uid: 0 });
  },
  60_000,
);

describe("a supervisor that is killed", () => {
  test.each([
    ["while the file comes", undefined],
    ["when the file is verified", "The package is trusted"],
    ["before the switch", "Trying another program for the Collector"],
    ["in the middle of it", "Collector started"],
    ["right after it", "The Collector runs by another program"],
  ])(
    "%s goes on by itself, and the package comes into force",
    async (_, message) => {
      const { server, world, supervisor } = await packageTaker();
      const seen = supervisor.lines.length;
      const files = await offerCollector(server, newerCollector);
      await (message === undefined ? files.requests.next() : supervisor.line(message, {}, seen));
      supervisor.signal("SIGKILL");
      await supervisor.exitCode;
      await server.disconnected();
      await supervisor.descendantsGone();

      server.messages.length = 0;
      world.start();
      const status = await installed(server, newerCollector.version);
      expect([phaseOf(status), status.errorMessage]).toEqual(["Installed", ""]);
      await runsVersion(server, "0.150.0");
      expect((await server.healthy()).healthy).toBe(true);
    },
    60_000,
  );
});

describe("the operator", () => {
  test("goes back to the version before, and the server hears of it", async () => {
    const { server, world, supervisor } = await packageTaker();
    await offerCollector(server, newerCollector);
    expect(phaseOf(await installed(server, newerCollector.version))).toBe("Installed");
    await supervisor.line("The configuration in force is the last good one", {}, supervisor.lines.length - 1);
    expect((await runCommand(world, "packages")).out).toContain("v0.150.0, installed");
    expect(await runCommand(world, "packages", "rollback", "v9.9.9")).toMatchObject({ code: 1 });
    expect((await runCommand(world, "packages", "rollback")).code).toBe(0);
    await runsVersion(server, "0.149.0");
    const status = await installed(server, newerCollector.version);
    expect([phaseOf(status), status.agentHasVersion]).toEqual(["InstallFailed", ""]);
    expect(status.errorMessage).toStartWith("ROLLED_BACK: ");
    expect((await server.healthy()).healthy).toBe(true);
  }, 60_000);
});

describe("the operator's own executable", () => {
  test("is never written, and wins where he replaces it later, which the server hears", async () => {
    const { server, world, supervisor } = await replaceable();
    const path = world.path("own");
    const before = readFileSync(path);
    await offerCollector(server, newerCollector);
    expect(phaseOf(await installed(server, newerCollector.version))).toBe("Installed");
    expect(readFileSync(path)).toEqual(before);
    await supervisor.stop();
    await server.disconnected();

    writeProgram(path, wrappedCollector(otelcol, "0.149.1"));
    const next = world.start();
    await next.line("Packages", { level: "warn" });
    const status = await installed(server, newerCollector.version);
    expect([phaseOf(status), status.agentHasVersion]).toEqual(["InstallFailed", ""]);
    expect(status.errorMessage).toStartWith("OPERATOR_REPLACED: ");
    await runsVersion(server, "0.149.0");
  }, 60_000);

  test("runs where the program of the package is gone or cut off", async () => {
    const { server, world, supervisor } = await packageTaker();
    await offerCollector(server, newerCollector);
    expect(phaseOf(await installed(server, newerCollector.version))).toBe("Installed");
    await supervisor.stop();
    await server.disconnected();
    const packages = join(world.storage, "packages");
    const [directory = ""] = readdirSync(packages);
    const [program = ""] = readdirSync(join(packages, directory));
    writeProgram(join(packages, directory, program), Buffer.from("#!/bin/sh\n"));
    expect(existsSync(join(packages, directory, program))).toBe(true);

    world.start();
    await server.healthy();
    expect((await statusOf(world)).collector.executable).toBe(otelcol);
  }, 60_000);

  async function replaceable() {
    const server = await TestServer.start();
    const world = new World({ endpoint: server.endpoint, config: takingPackages });
    writeProgram(world.path("own"), wrappedCollector(otelcol, "0.149.0"));
    world.configure({ endpoint: server.endpoint, config: takingPackages, collector: world.path("own") });
    const supervisor = world.start();
    await server.healthy();
    return { server, world, supervisor };
  }
});
