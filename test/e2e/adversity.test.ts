import { expect, test } from "bun:test";
import { chmodSync, copyFileSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";

import { answers, executable, otelcol, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { fixture } from "../support/project.ts";
import { statusOf } from "../support/run-command.ts";
import { SupervisorProcess } from "../support/supervisor-process.ts";
import { TestServer } from "../support/test-server.ts";

test("a change that cannot be started is FAILED while the Collector that runs is left alone", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint, config: { agent: { executable: "./otelcol" } } });
  symlinkSync(otelcol, world.path("otelcol"));
  const supervisor = world.start();
  await server.healthy();
  const port = await freePort();
  server.offer({ "": serving(port) }, "runs");
  await server.verdict("runs");
  const before = supervisor.running();
  renameSync(world.path("otelcol"), world.path("moved"));
  server.offer({ "": serving(await freePort()) }, "cannot");
  expect(await server.verdict("cannot")).toBe("FAILED");
  expect(server.agent?.remoteConfigStatus?.errorMessage).toContain("no such file");
  await supervisor.runsJust(before);
  expect(await answers(port)).toBe(true);
});

test("an executable that is replaced while it runs is run once more to introduce itself", async () => {
  const server = await TestServer.start();
  const world = new World({
    endpoint: server.endpoint,
    config: {
      agent: { executable: "./collector.sh", env: { REAL_COLLECTOR: otelcol, CALLS_FILE: "calls" } },
    },
  });
  copyFileSync(fixture("counting-collector.sh"), world.path("collector.sh"));
  world.start();
  await server.healthy();
  const calls = () => readFileSync(world.path("calls"), "utf8").trim().split("\n");
  expect(calls()).toEqual(["--config", "--config"]);
  writeFileSync(world.path("next.sh"), `${readFileSync(fixture("counting-collector.sh"), "utf8")}# another version\n`);
  chmodSync(world.path("next.sh"), 0o755);
  renameSync(world.path("next.sh"), world.path("collector.sh"));
  server.offer({ "": serving(await freePort()) }, "upgraded");
  expect(await server.verdict("upgraded")).toBe("APPLIED");
  expect(calls()).toEqual(["--config", "--config", "--config", "validate", "--config"]);
});

test("a body that is not UTF-8 is FAILED with the name of its file, never changed in silence", async () => {
  const server = await TestServer.start();
  new World({ endpoint: server.endpoint }).start();
  await server.healthy();
  const body = Buffer.concat([Buffer.from("processors: {batch: } # caf"), Buffer.from([0xe9])]);
  server.send({
    remoteConfig: { config: { configMap: { "latin1.yaml": { body } } }, configHash: Buffer.from("latin1") },
  });
  expect(await server.verdict("latin1")).toBe("FAILED");
  expect(server.agent?.remoteConfigStatus?.errorMessage).toContain("latin1.yaml");
});

test("other content under a hash that was used before is applied all the same", async () => {
  const server = await TestServer.start();
  new World({ endpoint: server.endpoint }).start();
  await server.healthy();
  const [one, two] = [await freePort(), await freePort()];
  server.offer({ "": serving(one) }, "");
  await server.until(() => server.effective()?.includes(`127.0.0.1:${one}`));
  server.offer({ "": serving(two) }, "");
  await server.until(() => server.effective()?.includes(`127.0.0.1:${two}`));
  expect(await answers(two)).toBe(true);
  expect(await answers(one)).toBe(false);
});

test("a Collector that a Go supervisor left running is ended before ours takes its ports", async () => {
  const server = await TestServer.start();
  const port = await freePort();
  const world = new World({ endpoint: server.endpoint, local: serving(port) });
  const first = world.start();
  await server.healthy();
  await first.stop();
  await server.disconnected();
  const left = Bun.spawn([otelcol, "--config", world.stored("effective.yaml")], {
    stdio: ["ignore", "ignore", "ignore"],
  });
  while (!(await answers(port))) await Bun.sleep(5);
  const second = world.start();
  await second.line("Ended a Collector that an earlier supervisor left behind");
  await left.exited;
  await server.healthy();
  expect(await answers(port)).toBe(true);
});

/** Starts a program on a terminal of its own, closes that once it is healthy, and ends as it does. */
const terminal = `
import os, pty, sys
pid, master = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
said = b""
while b"Collector is healthy" not in said:
    said += os.read(master, 65536)
os.close(master)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

test.skipIf(Bun.which("python3") === null)("a terminal that is closed is an end in order", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const args = ["-c", terminal, executable, `--config=${world.configFile}`];
  const behind = new SupervisorProcess({ executable: "python3", args, directory: world.directory });
  expect(await behind.exitCode).toBe(0);
  expect(behind.descendants()).toEqual([]);
});

test("a supervisor whose storage directory was removed and taken by another one ends, with its own Collector alone", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const first = world.start();
  await server.healthy();
  // Which else may be the first to look, and makes its directory anew.
  process.kill(first.pid, "SIGSTOP");
  rmSync(world.storage, { recursive: true });
  const second = world.start();
  await second.line("Supervisor starting");
  process.kill(first.pid, "SIGCONT");
  expect(await first.exitCode).toBe(1);
  expect(first.lines.at(-1)).toMatchObject({ level: "error", code: "STORAGE" });
  expect(first.lines.at(-1)?.msg).toContain("another supervisor uses it by now");
  expect(first.descendants()).toEqual([]);
  await second.line("Collector is healthy");
  expect((await statusOf(world)).collector.state).toBe("up");
  expect(second.lines.filter(({ msg }) => /ended|exited/i.test(msg))).toMatchObject([
    { msg: "Ended a Collector that an earlier supervisor left behind" },
  ]);
  expect(await second.stop()).toBe(0);
}, 60_000);

test("a storage directory that is removed under the supervisor is made anew, with its lock, its state and its control channel", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const supervisor = world.start();
  const { id } = await supervisor.line("Supervisor starting");
  await server.healthy();
  const [one, two] = [await freePort(), await freePort()];
  server.offer({ "": serving(one) }, "one");
  await server.verdict("one");
  rmSync(world.storage, { recursive: true });
  server.offer({ "": serving(two) }, "two");
  expect(await server.verdict("two")).toBe("APPLIED");
  expect(await answers(two)).toBe(true);
  await supervisor.line(/it was made anew/);
  expect((await statusOf(world)).ok).toBe(true);
  expect(await world.start().exitCode).toBe(1);

  const seen = supervisor.lines.length;
  for (const pid of supervisor.descendants()) process.kill(pid, "SIGKILL");
  await supervisor.line("Collector is healthy", {}, seen);
  expect(await answers(two)).toBe(true);
  await supervisor.stop();
  await server.disconnected();
  expect((await world.start().line("Supervisor starting"))["id"]).toBe(id);
});
