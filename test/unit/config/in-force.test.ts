import { describe, expect, test } from "bun:test";

import { type Setting, settingsInForce } from "../../../src/config/in-force.ts";
import { readConfig } from "../../../src/config/read-config.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { configOf } from "../../support/supervisor-yaml.ts";

interface Given {
  env?: Readonly<Record<string, string>>;
  os?: "linux" | "windows";
  files?: Readonly<Record<string, string>>;
}

async function settingsOf(text: string, { env = {}, os = "linux", files: more = {} }: Given = {}) {
  const files = new MemoryFiles();
  for (const [path, content] of Object.entries({ ...more, "/s.yaml": text })) files.put(path, content);
  const reading = await readConfig({ path: "/s.yaml", files, env, os });
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("\n"));
  const settings = settingsInForce({ ...reading, env, os });
  return (key: string): Setting => {
    const found = settings.find((setting) => setting.key === key);
    if (found === undefined) throw new Error(`no ${key} among ${settings.map(({ key: other }) => other).join(", ")}`);
    return found;
  };
}

const agent = "agent: { executable: /otelcol }\n";

describe("the origin of a setting is", () => {
  test("its place in the file", async () => {
    const at = await settingsOf("agent:\n  executable: /otelcol\n  args: [a, b]\n");
    expect(at("agent::args")).toEqual({
      key: "agent::args",
      value: ["a", "b"],
      origin: { from: "file", place: { line: 3, column: 9 } },
      differs: true,
    });
  });

  test("the variables and files that stand in its place, in part or as a whole", async () => {
    const at = await settingsOf("agent: ${file:/agent.yaml}\nstorage: { directory: '${env:BASE}/${env:SUB:-x}' }\n", {
      env: { BASE: "/var" },
      files: { "/agent.yaml": "executable: /otelcol\nbootstrap_timeout: 20s\n" },
    });
    expect(at("storage::directory")).toMatchObject({
      value: "/var/x",
      origin: { from: "reference", place: { line: 2, column: 23 }, variables: ["BASE", "SUB"], files: [] },
    });
    expect(at("agent::bootstrap_timeout")).toMatchObject({
      value: "20s",
      origin: { from: "reference", place: { line: 1, column: 8 }, variables: [], files: ["/agent.yaml"] },
    });
  });

  test("the default, which may depend on the system and on other keys", async () => {
    const at = await settingsOf(`${agent}capabilities: { accepts_remote_config: true }`);
    expect(at("storage::directory")).toEqual({
      key: "storage::directory",
      value: "/var/lib/otelcol/supervisor",
      origin: { from: "default" },
      differs: false,
    });
    expect(at("capabilities::reports_remote_config").value).toBe(true);
    expect(at("agent::use_hup_config_reload").value).toBe(true);
    expect(at("capabilities::reports_package_statuses").value).toBe(false);
    const onWindows = await settingsOf(agent, { os: "windows" });
    expect(onWindows("agent::use_hup_config_reload").value).toBe(false);
    expect(onWindows("storage::directory").value).toBe("C:\\ProgramData\\Otelcol\\Supervisor");
  });
});

test.each(["accepts_packages", "accepts_supervisor_package"])(
  "what becomes of packages is told by default where they are taken: %s",
  async (word) => {
    const text = `agent: { executable: /otelcol, package: { verifier: { type: none } } }\ncapabilities: { ${word}: true }\n`;
    expect((await settingsOf(text))("capabilities::reports_package_statuses")).toMatchObject({
      value: true,
      origin: { from: "default" },
      differs: false,
    });
    expect((await configOf(text)).capabilities.reportsPackageStatuses).toBe(true);
  },
);

describe("a setting", () => {
  test("that is written as it would be anyway does not differ", async () => {
    const at = await settingsOf("agent: { executable: /otelcol, bootstrap_timeout: 10s, args: [] }");
    expect(at("agent::bootstrap_timeout")).toMatchObject({ origin: { from: "file" }, differs: false });
    expect(at("agent::args").differs).toBe(false);
  });

  test("without a value is one that is not set, and so is a section that is not there", async () => {
    const at = await settingsOf(`${agent}storage:\n`);
    expect(at("server")).toMatchObject({ value: null, origin: { from: "default" } });
    expect(at("agent::policy").value).toBe(null);
    expect(at("agent::instance_id").value).toBe(null);
  });
});

describe("no secret is shown", () => {
  const canary = "canary-c4n4ry";

  test.each([
    `server: { endpoint: "wss://h", headers: { authorization: ${canary} } }`,
    `server: { endpoint: "wss://h", headers: { a: [${canary}, x] } }`,
    `server: { endpoint: "wss://h", proxy_url: "http://u:${canary}@p" }`,
    `server: { endpoint: "wss://h/?key=${canary}" }`,
    `server: { endpoint: "wss://h", tls: { ca_pem: "${canary}" } }`,
    `server: { endpoint: "wss://h", tls: { server_name_override: "\${env:SECRET}" } }`,
    `extensions: { bearertokenauth: { token: ${canary} } }`,
  ])("%s", async (line) => {
    const files = new MemoryFiles();
    files.put("/s.yaml", `${agent}${line}\n`);
    const env = { SECRET: canary };
    const reading = await readConfig({ path: "/s.yaml", files, env, os: "linux" });
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    const shown = JSON.stringify(settingsInForce({ ...reading, env, os: "linux" }));
    expect(shown).not.toContain(canary);
    expect(shown).toContain("(hidden)");
  });

  test("and what a variable gives for a number, a flag or a known place is", async () => {
    const at = await settingsOf(
      'agent: { executable: "${env:BIN}", opamp_server_port: "${env:PORT}", env: { A: "${env:S}" } }',
      { env: { BIN: "/bin/otelcol", PORT: "4320", S: canary } },
    );
    expect(at("agent::executable").value).toBe("/bin/otelcol");
    expect(at("agent::opamp_server_port").value).toBe(4320);
    expect(at("agent::env").value).toEqual({ A: "(hidden)" });
  });
});
