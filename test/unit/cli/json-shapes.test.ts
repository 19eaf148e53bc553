import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { commandsPage } from "../../../src/cli/commands-page.ts";
import { commands } from "../../../src/cli/commands.ts";
import { supervisorJsonSchema } from "../../../src/config/json-schema.ts";
import { sourceCommand } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const config = join(directory, "supervisor.yaml");
writeFileSync(
  config,
  `server: {endpoint: "wss://opamp.example/v1/opamp", headers: {authorization: canary}}
capabilities: {accepts_remote_config: true}
agent: {executable: "\${env:COLLECTOR}", args: [--set=x]}
storage: {directory: ${directory}/storage}
`,
);
mkdirSync(join(directory, "storage"));
writeFileSync(join(directory, "remote.yaml"), "exporters: {nop: {}}\n");

async function run(...args: string[]) {
  const env = { ...process.env, COLLECTOR: "/bin/otelcol", HTTPS_PROXY: "http://u:canary@proxy:3128", NO_COLOR: "" };
  const child = Bun.spawn([...sourceCommand, ...args], { cwd: directory, env, stdout: "pipe", stderr: "pipe" });
  const [code, out, err] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
  return { code, out, err };
}

/** Arguments that make a command print something. What needs a supervisor has its shape in `control-commands.test.ts`. */
const asked: Readonly<Record<string, readonly string[]>> = {
  config: ["--config", config],
  explain: ["--config", config],
  "check-policy": ["--config", config, "remote.yaml"],
  "reset-identity": ["--storage-dir", join(directory, "none")],
  version: [],
};

test.each(Object.entries(asked))("%s --json prints the keys that are documented, and no others", async (name, args) => {
  const { out } = await run(name, "--json", ...args);
  const { json = [] } = (await commands[name]?.()) ?? {};
  const documented = json.map(([key]) => key);
  const printed = Object.keys(JSON.parse(out) as object);
  expect(printed.filter((key) => !documented.includes(key))).toEqual([]);
  expect(printed.length).toBeGreaterThan(2);
});

test("docs/commands.md says of each command with --json what it prints", async () => {
  const page = await commandsPage();
  for (const [name, load] of Object.entries(commands)) {
    if ("json" in (await load()).flags) expect(page).toContain(`What \`${name} --json\` prints\n`);
  }
});

describe("config", () => {
  test("--json has each setting that differs, with its origin; --all every other one too", async () => {
    const { code, out, err } = await run("config", "--config", config, "--log-encoding=console", "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { settings, ...rest } = JSON.parse(out) as { settings: unknown[] };
    expect(rest).toEqual({ file: config, warnings: [] });
    const place = expect.any(Number);
    expect(settings).toEqual([
      {
        key: "server::endpoint",
        value: "wss://opamp.example/v1/opamp",
        origin: "file",
        line: 1,
        column: 20,
        differs: true,
      },
      {
        key: "server::headers",
        value: { authorization: "(hidden)" },
        origin: "file",
        line: 1,
        column: place,
        differs: true,
      },
      {
        key: "server::proxy_url",
        value: "http://proxy:3128",
        origin: "environment",
        variables: ["HTTPS_PROXY"],
        differs: true,
      },
      {
        key: "capabilities::accepts_remote_config",
        value: true,
        origin: "file",
        line: 2,
        column: place,
        differs: true,
      },
      {
        key: "agent::executable",
        value: "/bin/otelcol",
        origin: "reference",
        line: 3,
        column: place,
        variables: ["COLLECTOR"],
        files: [],
        differs: true,
      },
      { key: "agent::args", value: ["--set=x"], origin: "file", line: 3, column: place, differs: true },
      {
        key: "storage::directory",
        value: `${directory}/storage`,
        origin: "file",
        line: 4,
        column: place,
        differs: true,
      },
      { key: "telemetry::logs::encoding", value: "console", origin: "flag", flag: "log-encoding", differs: true },
    ]);
    expect(out).not.toContain("canary");
    const all = JSON.parse((await run("config", "--config", config, "--all", "--json")).out) as { settings: unknown[] };
    expect(all.settings).toContainEqual({
      key: "agent::bootstrap_timeout",
      value: "10s",
      origin: "default",
      differs: false,
    });
  });

  test("for people is a line each", async () => {
    const { code, out } = await run("config", "--config", config);
    expect(code).toBe(0);
    expect(out).toMatch(/^server::proxy_url +http:\/\/proxy:3128 +environment variable HTTPS_PROXY$/m);
    expect(out).toMatch(/^agent::executable +\/bin\/otelcol +\S+supervisor\.yaml:3:\d+, from COLLECTOR$/m);
    expect(out).not.toContain("canary");
  });

  test("is refused where the file is wrong", async () => {
    const wrong = join(directory, "wrong.yaml");
    writeFileSync(wrong, "agent: {exectuable: x}\n");
    expect(await run("config", "--config", wrong)).toMatchObject({ code: 2, out: "" });
    expect((await run("config", "--config", config, "--log-encoding=xml")).err).toContain("must be json or console");
  });
});

test("schema prints the schema, and a reader that has seen enough is no failure", async () => {
  const { code, out } = await run("schema");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(supervisorJsonSchema())));
  const program = sourceCommand.map((word) => `'${word}'`).join(" ");
  const child = Bun.spawnSync(["bash", "-c", `{ ${program} schema; echo "$?" >code; } | head -c 1`], {
    cwd: directory,
  });
  expect(child.stdout.toString()).toBe("{");
  expect(child.stderr.toString()).toBe("");
  expect(await Bun.file(join(directory, "code")).text()).toBe("0\n");
});

test("version says what runs, and --version the version alone", async () => {
  expect(JSON.parse((await run("version", "--json")).out)).toEqual({
    version: "source",
    system: expect.stringMatching(/^(?:linux|darwin|windows)\/\w+$/),
    runtime: `bun ${Bun.version}`,
  });
  expect((await run("version")).out).toMatch(/^opampsupervisor source \(\w+\/\w+, bun \S+\)\n$/);
  expect((await run("--version")).out).toBe("opampsupervisor source\n");
});
