import { expect, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";

import { version } from "../../package.json";
import { executable, otelcol, World } from "../support/e2e.ts";
import { outputOf } from "../support/run-command.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { SupervisorProcess } from "../support/supervisor-process.ts";
import { TestServer } from "../support/test-server.ts";

function run(...args: string[]): SupervisorProcess {
  return new SupervisorProcess({ executable, args, directory: scratchDirectory() });
}

test("--version and --help", async () => {
  const asked = run("--version");
  expect(await asked.exitCode).toBe(0);
  expect(asked.text).toEqual([`opampsupervisor ${version}`]);
  const help = run("--help");
  expect(await help.exitCode).toBe(0);
  expect(help.text.join("\n")).toContain("--config");
});

test.each([
  ["no arguments", [], /--config/],
  ["an unknown flag", ["--confg=x.yaml"], /confg/],
  ["a flag without its value", ["--config"], /--config/],
  ["a missing file", ["--config", "nowhere.yaml"], /nowhere\.yaml/],
])("%s is a mistake of the operator: exit code 2, told on standard error", async (_, args, message) => {
  const supervisor = run(...args);
  expect(await supervisor.exitCode).toBe(2);
  expect(await supervisor.complaint).toMatch(message);
});

test("each mistake in the file is told with line, column, value and the nearest key, and nothing is left running", async () => {
  const world = new World({ endpoint: "ws://127.0.0.1:1/v1/opamp" });
  writeFileSync(
    world.configFile,
    "server:\n  endpoint: ftp://example.org\nagent:\n  exectuable: /usr/bin/otelcol\n  config_apply_timeout: soon\n",
  );
  const supervisor = world.start();
  expect(await supervisor.exitCode).toBe(2);
  const complaint = await supervisor.complaint;
  expect(complaint).toMatch(/supervisor\.yaml:2:13: .*"?ftp/);
  expect(complaint).toMatch(/supervisor\.yaml:4:3: .*exectuable.*`?executable`?/);
  expect(complaint).toMatch(/supervisor\.yaml:5:25: .*soon/);
  await supervisor.descendantsGone();
});

test.each([
  [
    "agent",
    "opamp_server_socket: {transport: unix, endpoint: /run/x}",
    /agent::opamp_server_socket::transport.*connects over TCP only/,
  ],
  ["capabilities", "accepts_packages: true", /capabilities::accepts_packages: needs agent::package::verifier::type/],
])(
  "%s with %s asks for what is not there and is refused by name, before anything connects",
  async (...[section, setting, message]) => {
    const server = await TestServer.start();
    const world = new World({ endpoint: server.endpoint });
    const sections = { agent: [`executable: ${otelcol}`], capabilities: [] as string[] };
    sections[section as keyof typeof sections].push(setting);
    const lines = Object.entries(sections).map(([name, keys]) =>
      [`${name}:`, ...keys.map((key) => `  ${key}`)].join("\n"),
    );
    writeFileSync(world.configFile, [`server: {endpoint: "${server.endpoint}"}`, ...lines].join("\n"));
    const supervisor = world.start();
    expect(await supervisor.exitCode).toBe(2);
    expect(await supervisor.complaint).toMatch(message);
    expect(server.connections).toBe(0);
  },
  5_000,
);

test("the executable stays below 128 MiB, nearly all of which is the runtime", () => {
  expect(statSync(executable).size).toBeLessThan(128 * 1024 * 1024);
});

test("log lines are JSON with level, ts, logger, caller and msg; errors of the level below are left out", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint, config: { telemetry: { logs: { level: "info" } } } });
  const supervisor = world.start();
  await server.healthy();
  await supervisor.stop();
  const [first] = supervisor.lines;
  expect(Object.keys(first ?? {}).slice(0, 5)).toEqual(["level", "ts", "logger", "caller", "msg"]);
  expect(String(first?.["caller"])).toMatch(/^\w+\/[\w/-]+\.ts:\d+$/);
  expect(Math.abs(Number(first?.["ts"]) - Date.now() / 1000)).toBeLessThan(600);
  expect(supervisor.lines.filter(({ level }) => level === "debug")).toEqual([]);
}, 10_000);

test("console encoding by flag, and output paths from the configuration", async () => {
  const server = await TestServer.start();
  const logs = { output_paths: ["stdout", "supervisor.log"] };
  const world = new World({ endpoint: server.endpoint, config: { telemetry: { logs } } });
  const supervisor = world.start("--log-encoding=console");
  await server.healthy();
  await supervisor.stop();
  expect(supervisor.text[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\S+\tINFO\tsupervisor\t\S+\tSupervisor starting\t\{"id"/);
  expect(readFileSync(world.path("supervisor.log"), "utf8").split("\n")[0]).toBe(supervisor.text[0] ?? "");
  expect(statSync(world.path("supervisor.log")).mode & 0o777).toBe(0o600);
});

test("the storage directory is for its owner alone", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  world.start();
  await server.healthy();
  expect(statSync(world.storage).mode & 0o777).toBe(0o700);
  for (const name of ["persistent_state.yaml", "effective.yaml", "agent.log", "lock", "collector_knowledge.json"]) {
    expect([name, statSync(world.stored(name)).mode & 0o777]).toEqual([name, 0o600]);
  }
});

test("version, schema, completion and config come out of the executable too", async () => {
  const told = run("version");
  expect(await told.exitCode).toBe(0);
  expect(told.text[0]).toStartWith(`opampsupervisor ${version} (`);
  const world = new World({ endpoint: "ws://127.0.0.1:1/v1/opamp" });
  const inForce = await outputOf(world, ["config", "--json", "--all"]);
  expect(inForce.code).toBe(0);
  expect(JSON.parse(inForce.out)).toMatchObject({ file: world.configFile });
  const script = Bun.spawnSync([executable, "completion", "bash"]).stdout.toString();
  expect(Bun.spawnSync(["bash", "-n"], { stdin: Buffer.from(script) }).exitCode).toBe(0);
  expect(script).toContain("complete -F _opampsupervisor opampsupervisor");
  expect(JSON.parse(Bun.spawnSync([executable, "schema"]).stdout.toString())).toMatchObject({
    title: "supervisor.yaml",
  });
});

test("stop --json says which supervisor has ended", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const supervisor = world.start();
  await server.healthy();
  const { code, out } = await outputOf(world, ["stop", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ stopped: true, storageDirectory: "./storage" });
  expect(await supervisor.exitCode).toBe(0);
});
