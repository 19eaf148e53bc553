import { describe, expect, test } from "bun:test";
import { chmodSync, constants, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { codec } from "../../src/opamp/wire/messages.ts";
import { makeCertificates } from "../support/certificates.ts";
import { executable, otelcol, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { outputOf, statusOf } from "../support/run-command.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { remoteConfig, TestServer } from "../support/test-server.ts";

const isRoot = process.platform === "linux" && process.getuid?.() === 0;
const endpoint = "ws://127.0.0.1:1/v1/opamp";

interface Report {
  code: number;
  valid: boolean;
  problems: { line: number; column: number; key: string; message: string; value?: string; nearest?: string }[];
  collector: { checked: boolean; valid?: boolean; code?: string; phase?: string; message?: string };
  warnings: string[];
}

async function validate(world: World, ...flags: string[]): Promise<Report> {
  const { code, out, err } = await outputOf(world, ["validate", "--json", ...flags]);
  expect(err).toBe("");
  return { ...(JSON.parse(out) as Report), code };
}

/** What was written for the Collector's own check. */
function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("opampsupervisor-validate-"));
}

/** As a supervisor leaves it that has received this, and failed with it where that is said. */
function store(world: World, text: string, failed: boolean): void {
  mkdirSync(world.storage, { mode: 0o700 });
  const received = remoteConfig({ "": text }, "x");
  writeFileSync(world.stored("last_recv_remote_config.dat"), codec.AgentRemoteConfig.encode(received).finish());
  const hash = Buffer.from(received.configHash ?? []).toString("hex");
  const status = `last_remote_config_status: {status: ${failed ? 3 : 1}, last_remote_config_hash: "${hash}"}`;
  writeFileSync(
    world.stored("persistent_state.yaml"),
    `instance_id: 01965352-9958-72da-905c-e40329c32c64\n${status}\n`,
  );
}

const broken = "exporters: {nop: {}, otlp/x: {endpoin: 'a:1'}}\n";

describe("validate takes", () => {
  test("what a start would take, before the first one, and leaves nothing behind", async () => {
    const world = new World({ endpoint });
    const before = leftovers();
    const { out, code } = await outputOf(world, ["validate"]);
    expect({ code, out }).toEqual({
      code: 0,
      out: `Valid: ${world.configFile}, and ${otelcol} takes its configuration\n`,
    });
    expect(existsSync(world.storage)).toBe(false);
    expect(leftovers().filter((name) => !before.includes(name))).toEqual([]);
    const child = Bun.spawnSync([executable, "validate", "supervisor.yaml"], { cwd: world.directory });
    expect(child.exitCode).toBe(0);
  });

  test("what runs, beside the supervisor that runs it: ports that are taken are its own", async () => {
    const server = await TestServer.start();
    const world = new World({ endpoint: server.endpoint });
    world.start();
    await server.healthy();
    server.offer({ "": serving(await freePort()) }, "first");
    expect(await server.verdict("first")).toBe("APPLIED");
    const before = await statusOf(world);
    expect(await validate(world)).toMatchObject({ code: 0, valid: true, problems: [] });
    const after = await statusOf(world);
    expect(after.collector).toMatchObject({ pid: before.collector.pid, starts: before.collector.starts });
  }, 20_000);

  test.skipIf(!isRoot)("a configuration that the Collector's user alone is to read", async () => {
    const programs = scratchDirectory();
    chmodSync(programs, 0o755);
    const collector = join(programs, "otelcol");
    copyFileSync(otelcol, collector, constants.COPYFILE_FICLONE);
    chmodSync(collector, 0o755);
    const world = new World({ endpoint, collector, config: { agent: { run_as: "65534:65533" } } });
    chmodSync(world.directory, 0o755);
    expect(await validate(world)).toMatchObject({ code: 0, valid: true });
    chmodSync(collector, 0o700);
    expect(await validate(world)).toMatchObject({ code: 1, collector: { code: "RUN_AS" } });
  });
});

describe("validate refuses", () => {
  test("supervisor.yaml, with line, column, value and nearest key of each problem", async () => {
    const world = new World({ endpoint });
    writeFileSync(
      world.configFile,
      "server:\n  endpoint: ftp://example.org\nagent:\n  exectuable: /usr/bin/otelcol\n  config_apply_timeout: soon\n",
    );
    const report = await validate(world);
    expect(report).toMatchObject({ code: 2, valid: false, collector: { checked: false } });
    expect(report.problems).toMatchObject([
      { code: "CONFIG_VALUE", line: 2, column: 13, key: "server::endpoint" },
      { code: "CONFIG_UNKNOWN_KEY", line: 4, column: 3, key: "agent::exectuable", nearest: "agent::executable" },
      { code: "CONFIG_VALUE", line: 5, column: 25, key: "agent::config_apply_timeout", value: '"soon"' },
    ]);
    const { code, out } = await outputOf(world, ["validate"]);
    expect(code).toBe(2);
    expect(out).toEndWith(`Not valid: 3 problems in ${world.configFile}\n`);
  });

  test("certificates that it names and that cannot be used, at the key", async () => {
    const tls = { ca_file: "nowhere.pem" };
    const world = new World({ endpoint: "wss://127.0.0.1:1/", config: { server: { tls } } });
    const report = await validate(world);
    expect(report).toMatchObject({ code: 2, problems: [{ code: "TLS_FILE", key: "server::tls::ca_file" }] });
    expect(report.problems[0]?.line).toBeGreaterThan(1);
  });

  test("a local layer that the Collector does not take, by its own words and with file and line", async () => {
    const report = await validate(new World({ endpoint, local: broken }));
    expect(report).toMatchObject({
      code: 1,
      valid: false,
      problems: [],
      collector: { checked: true, valid: false, code: "CONFIG_INVALID", phase: "validating" },
    });
    expect(report.collector.message).toContain("invalid keys: endpoin");
    expect(report.collector.message).toEndWith("Set by: exporters::otlp/x (local file local.yaml, line 1)");
  });

  test("layers that make no configuration, and files that are not there", async () => {
    expect(await validate(new World({ endpoint, local: "exporters: [" }))).toMatchObject({
      code: 1,
      collector: { code: "CONFIG_INVALID", phase: "composing", places: ["local file local.yaml, line 1"] },
    });
    const tls = { cert_file: "/nowhere.pem", key_file: "/nowhere.key" };
    const local = {
      receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:1", tls } } } },
      exporters: { nop: null },
      service: { pipelines: { traces: { receivers: ["otlp"], exporters: ["nop"] } } },
    };
    expect(await validate(new World({ endpoint, local }))).toMatchObject({
      code: 1,
      collector: { code: "FILE_MISSING", phase: "preflight" },
    });
  });

  test("an executable that is not there, or that has no opamp extension", async () => {
    expect(await validate(new World({ endpoint, collector: "/nowhere/otelcol" }))).toMatchObject({
      code: 1,
      collector: { code: "NO_SUCH_FILE" },
    });
    const script = join(scratchDirectory(), "otelcol");
    writeFileSync(script, "#!/bin/sh\n[ \"$1\" = components ] && printf 'extensions: [{name: pprof}]\\n'\n", {
      mode: 0o755,
    });
    expect(await validate(new World({ endpoint, collector: script }))).toMatchObject({
      code: 1,
      collector: { code: "NO_OPAMP_EXTENSION" },
    });
  });

  test("what the server has offered and is in force; with --without-stored it is left aside, with --offered what failed is not", async () => {
    const inForce = new World({ endpoint });
    store(inForce, broken, false);
    const report = await validate(inForce);
    expect(report).toMatchObject({ code: 1, collector: { code: "CONFIG_INVALID" } });
    expect(report.collector.message).toContain("remote");
    expect(await validate(inForce, "--without-stored")).toMatchObject({ code: 0, valid: true });

    const failed = new World({ endpoint });
    store(failed, broken, true);
    expect(await validate(failed)).toMatchObject({ code: 0 });
    expect(await validate(failed, "--offered")).toMatchObject({ code: 1 });
    expect(await outputOf(failed, ["validate", "--offered", "--without-stored"])).toMatchObject({ code: 2 });
  });

  test("without showing a secret that the Collector quotes", async () => {
    const local = { exporters: { otlp: { endpoint: "a:1", headers: { authorization: ["canary-7"] } } } };
    const world = new World({ endpoint, local });
    expect(JSON.stringify(await validate(world))).not.toContain("canary-7");
  });
});

test("connections that the server has offered are part of it, certificates and all, and none is written for good", async () => {
  const { ca } = makeCertificates();
  const world = new World({ endpoint, local: null, config: { capabilities: { reports_own_metrics: true } } });
  mkdirSync(world.storage, { mode: 0o700 });
  const ownMetrics = { destinationEndpoint: "https://127.0.0.1:1/v1/metrics", tls: { caPemContents: ca } };
  const offer = codec.ConnectionSettingsOffers.encode({ ownMetrics }).finish();
  writeFileSync(world.stored("last_recv_own_telemetry_config.dat"), offer);
  expect(await validate(world)).toMatchObject({ code: 0, valid: true, warnings: [] });
  expect(readdirSync(world.storage)).toEqual(["last_recv_own_telemetry_config.dat"]);
  const { out } = await outputOf(world, ["explain", "service"]);
  expect(out).toContain("certificate: (hidden)");
});

test("what validate --json prints has this shape", async () => {
  const world = new World({ endpoint, local: broken });
  const { out } = await outputOf(world, ["validate", "--json"]);
  expect(JSON.parse(out)).toEqual({
    valid: false,
    file: world.configFile,
    problems: [],
    collector: {
      checked: true,
      executable: otelcol,
      valid: false,
      code: "CONFIG_INVALID",
      phase: "validating",
      message: expect.any(String),
      places: ["exporters::otlp/x (local file local.yaml, line 1)"],
    },
    warnings: [],
  });
});
