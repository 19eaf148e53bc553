import { describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { codec } from "../../../src/opamp/wire/messages.ts";
import { sourceCommand } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

interface Site {
  local?: string;
  /** What the server has sent last; it counts as applied, or as failed. */
  remote?: { text: string; failed?: boolean };
  agent?: string;
}

/** A supervisor's configuration and storage directory, as a supervisor that is not running leaves them. */
function site({ local = "", remote, agent = "" }: Site) {
  const directory = scratchDirectory();
  const storage = join(directory, "storage");
  mkdirSync(storage);
  writeFileSync(join(directory, "local.yaml"), local);
  const config = join(directory, "supervisor.yaml");
  writeFileSync(
    config,
    `server: {endpoint: "ws://127.0.0.1:1/v1/opamp"}
capabilities: {accepts_remote_config: true}
agent:
  executable: /bin/true
  config_files: [local.yaml]
${agent}
storage: {directory: storage}
`,
  );
  if (remote !== undefined) {
    const body = new TextEncoder().encode(remote.text);
    const offer = { config: { configMap: { r: { body } } }, configHash: new Uint8Array([1]) };
    writeFileSync(join(storage, "last_recv_remote_config.dat"), codec.AgentRemoteConfig.encode(offer).finish());
    const status = `last_remote_config_status: {status: ${remote.failed ? 3 : 1}, last_remote_config_hash: "01"}`;
    const id = "instance_id: 01965352-9958-72da-905c-e40329c32c64";
    writeFileSync(join(storage, "persistent_state.yaml"), `${id}\n${status}\n`);
  }
  const run = async (...args: string[]) => {
    const [command = "", ...rest] = args;
    const before = readdirSync(storage).sort();
    const words = [...sourceCommand, command, "--config", config, ...rest];
    const child = Bun.spawn(words, { cwd: directory, stdout: "pipe", stderr: "pipe" });
    const [code, out, err] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
    expect(readdirSync(storage).sort()).toEqual(before);
    return { code, out, err };
  };
  const write = (name: string, text: string | Uint8Array) => {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  };
  return { run, write };
}

const local = "exporters:\n  otlp:\n    endpoint: a:1\n    headers: {authorization: canary}\n";
const remote = { text: "exporters:\n  otlp:\n    endpoint: b:2\n" };

describe("explain", () => {
  test("prints each part with its origin, and what it overrode", async () => {
    const { code, out, err } = await site({ local, remote }).run("explain", "exporters");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(`exporters::otlp::endpoint: b:2
    remote file "r", line 3
    over a:1 of local file local.yaml, line 3
exporters::otlp::headers::authorization: (hidden)
    local file local.yaml, line 4

Note: the Collector was not started yet; what it takes is assumed.
`);
  });

  test("prints the same as JSON", async () => {
    const { out } = await site({ local, remote }).run("explain", "--json", "exporters::otlp::endpoint");
    expect(JSON.parse(out)).toEqual({
      composed: true,
      collectorKnown: false,
      warnings: [],
      parts: [
        {
          path: "exporters::otlp::endpoint",
          value: "b:2",
          origin: { kind: "remote", layer: 'remote file "r"', line: 3 },
          overrode: [{ value: "a:1", origin: { kind: "local", layer: "local file local.yaml", line: 3 } }],
          removed: false,
          bounds: [],
        },
      ],
    });
  });

  test("goes by what is in force; by what was offered last where that is asked for, also if it was refused", async () => {
    const failed = { text: "exporters: {otlp: {endpoint: evil:1}}", failed: true };
    const agent = "  policy: {destinations: {hosts: [good]}}";
    const place = site({ local, remote: failed, agent });
    expect((await place.run("explain", "exporters::otlp::endpoint")).out).toStartWith(
      "exporters::otlp::endpoint: a:1\n",
    );
    const { code, out } = await place.run("explain", "--offered", "exporters::otlp::endpoint");
    expect(code).toBe(1);
    expect(out).toStartWith(
      'exporters::otlp::endpoint: evil:1\n    remote file "r", line 1\n    over a:1 of local file',
    );
    expect(out).toContain("\n    bounded by agent.policy.destinations\n");
    expect(out).toContain("Refused: POLICY_DENIED: remote file");
  });
});

describe("check-policy", () => {
  const agent = "  policy: {destinations: {hosts: [good]}}\n  access_dirs: [/var/log]";

  test("says whether a remote configuration would be taken", async () => {
    const place = site({ local: "", agent });
    place.write("good.yaml", "exporters: {otlp: {endpoint: 'good:1'}, file: {path: /var/log/x}}");
    place.write("bad.yaml", "exporters: {otlp: {endpoint: 'evil:1'}}");
    place.write("bad2.yaml", "exporters: {otlp: {endpoint: 'evil:2'}}");
    place.write("path.yaml", "exporters: {file: {path: /var/log/../../etc/x}}");
    expect(await place.run("check-policy", "good.yaml")).toEqual({ code: 0, out: "Taken\n", err: "" });
    const bad = await place.run("check-policy", "bad.yaml", "bad2.yaml");
    expect(bad.code).toBe(1);
    const { taken, code, reason } = JSON.parse((await place.run("check-policy", "--json", "bad.yaml")).out);
    expect({ taken, code }).toEqual({ taken: false, code: "POLICY_DENIED" });
    expect(reason).toContain('remote file "bad.yaml", line 1: exporters::otlp::endpoint: "evil:1" goes to a host');
    expect((await place.run("check-policy", "path.yaml")).out).toContain("(agent.access_dirs)");
  });

  test("says so where nothing bounds remote content", async () => {
    const place = site({});
    place.write("any.yaml", "exporters: {file: {path: /etc/passwd}}");
    expect((await place.run("check-policy", "any.yaml")).out).toBe(
      "Warning: there is no agent.policy, so that nothing bounds remote content\nTaken\n",
    );
  });

  test("keeps files apart that have one name in two directories", async () => {
    const place = site({ agent: `${agent}\n  merge: {conflicts: fail}` });
    place.write("a/x.yaml", "exporters: {otlp: {endpoint: 'good:1'}}");
    place.write("b/x.yaml", "exporters: {otlp: {endpoint: 'good:2'}}");
    place.write("b/y.yaml", "exporters: {otlp: {endpoint: 'evil:3'}}");
    const { code, out } = await place.run("check-policy", "a/x.yaml", "b/x.yaml");
    expect({ code, out }).toEqual({
      code: 1,
      out: 'Refused: CONFIG_CONFLICT: remote file "b/x.yaml", line 1: exporters::otlp::endpoint differs from what remote file "a/x.yaml", line 1 says\n',
    });
    expect((await place.run("check-policy", "a/x.yaml", "a/x.yaml")).out).toBe("Taken\n");
    expect((await place.run("check-policy", "b/y.yaml")).out).toContain('remote file "y.yaml", line 1');
  });

  test("refuses what is not UTF-8, as the supervisor does", async () => {
    const place = site({ agent });
    place.write("latin.yaml", Buffer.from("exporters: {otlp: {endpoint: 'gööd:1'}}", "latin1"));
    const { code, out } = await place.run("check-policy", "latin.yaml");
    expect({ code, out }).toEqual({
      code: 1,
      out: 'Refused: CONFIG_INVALID: remote file "latin.yaml" is not UTF-8 text\n',
    });
  });

  test("refuses a file that is not there", async () => {
    const { code, err } = await site({}).run("check-policy", "nosuch.yaml");
    expect({ code, err }).toEqual({ code: 2, err: "opampsupervisor: cannot read nosuch.yaml: ENOENT\n" });
  });
});
