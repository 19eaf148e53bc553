import { describe, expect, test } from "bun:test";

import { credentialFile } from "../../../../src/compose/credentials.ts";
import { noConnections } from "../../../../src/compose/layers.ts";
import { Composer } from "../../../../src/supervisor/compose/composer.ts";
import { noAddons } from "../../../../src/supervisor/packages/addon-set.ts";
import { credentialsOn } from "../../../support/credentials-on.ts";
import { FakeProcesses } from "../../../support/fake-processes.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";
import { realProcesses } from "../../../support/real-processes.ts";
import { countingRandom } from "../../../support/runner-world.ts";
import { knowledge, remote } from "../../../support/stored.ts";
import { type StatedConfig, supervisorConfig } from "../../../support/supervisor-config.ts";
import { TestLog } from "../../../support/test-log.ts";

const uid = new Uint8Array(16).fill(5);
const body = (exporter: string) => `exporters: { ${exporter}: {} }\n`;

function composing(stated: StatedConfig = {}) {
  const [files, log] = [new MemoryFiles(), new TestLog()];
  const config = supervisorConfig(stated);
  const processes = new FakeProcesses();
  const composer = new Composer({
    config,
    files,
    env: {},
    credentials: credentialsOn(files),
    host: { pid: 42, os: "linux" },
    processes,
    random: countingRandom(),
    log,
    addonsDirectory: "/state/addons",
    port: 4321,
  });
  const compose = async (text: string | undefined, ownUid = uid) => {
    const candidate = {
      remote: text === undefined ? undefined : remote("A", text),
      connections: noConnections,
      program: undefined,
      addons: noAddons,
    };
    const outcome = await composer.compose(candidate, { uid: ownUid, knowledge, lenient: false });
    if (!outcome.composed) throw new Error(outcome.failure.text);
    return outcome.composition;
  };
  return { composer, compose, files, log, processes };
}

describe("a composition", () => {
  test("holds the candidate's files, the link and the identity", async () => {
    const { compose } = composing();
    const { text } = await compose(body("debug"));
    expect(text).toContain("debug");
    expect(text).toContain("ws://127.0.0.1:4321");
    expect(text).toContain("05050505-0505-0505-0505-050505050505");
    expect(text).toContain("42");
  });

  test("has a fingerprint that equal content shares and that uid and content change", async () => {
    const { compose } = composing();
    const first = await compose(body("debug"));
    expect((await compose(body("debug"))).fingerprint).toBe(first.fingerprint);
    expect((await compose(body("nop"))).fingerprint).not.toBe(first.fingerprint);
    expect((await compose(body("debug"), new Uint8Array(16).fill(6))).fingerprint).not.toBe(first.fingerprint);
  });

  test("gets the token of its generation in place of the placeholder", async () => {
    const { composer, compose } = composing();
    const composition = await compose(body("debug"));
    const text = composer.withToken(composition, "the-token");
    expect(text).toContain("the-token");
    expect(text.replace("the-token", "")).not.toContain("the-token");
    expect(text).not.toBe(composition.text);
    expect(composer.withToken({ ...composition, text }, "another")).toBe(text);
  });

  test("that makes no sense is refused with the reason", async () => {
    const { composer } = composing();
    const outcome = await composer.compose(
      { remote: remote("A", "a: [b"), connections: noConnections, program: undefined, addons: noAddons },
      { uid, knowledge, lenient: false },
    );
    expect(outcome).toMatchObject({
      composed: false,
      failure: { code: "CONFIG_INVALID", text: expect.stringMatching(/line 1/) },
    });
  });
});

describe("certificates and keys of offered connections", () => {
  const certificate = { cert: "certificate", key: "key" };
  const target = { endpoint: "https://sink", headers: [], tls: { ca: "authority" }, certificate };
  const place = { path: ["exporters", "otlp/b"] as const, settings: new Map(), allowInsecureTls: false };
  const agent = { otherConnections: new Map([["b", place]]), startupFallbackConfigs: ["/fallback.yaml"] };
  const candidate = {
    remote: undefined,
    connections: { telemetry: { logs: target }, others: new Map([["b", { ...target, tls: { ca: "another" } }]]) },
    program: undefined,
    addons: noAddons,
  };
  const facts = { uid, knowledge, lenient: false };

  test("are where the configuration says before anybody reads it, until nobody is to read them any more", async () => {
    const { composer, files } = composing({ agent });
    const outcome = await composer.compose(candidate, facts);
    if (!outcome.composed) throw new Error(outcome.failure.text);
    const named = [...outcome.composition.text.matchAll(/"(\/state\/collector_credentials\/[^"]+)"/g)];
    const texts = named.map(([, path = ""]) => files.text(path));
    expect(texts).toEqual(["authority", "certificate", "key", "another", "certificate", "key"]);
    const connections = { ...candidate.connections, others: new Map() };
    await composer.keepCredentials([connections]);
    expect(await files.list("/state/collector_credentials")).toHaveLength(3);
  });

  test("that cannot be written refuse the configuration", async () => {
    const { composer, files } = composing({ agent });
    files.failOn("write", credentialFile("/state/collector_credentials", "key"), "ENOSPC");
    expect(await composer.compose(candidate, facts)).toMatchObject({
      composed: false,
      failure: { code: "DISK_FULL", text: expect.stringContaining("ENOSPC") },
    });
  });

  test("are not needed by a fallback, which other connections leave alone", async () => {
    const { composer, files } = composing({ agent });
    files.put("/fallback.yaml", "exporters: {otlp/b: {endpoint: 'fallback:1'}}");
    const outcome = await composer.compose({ ...candidate, fallback: true }, facts);
    if (!outcome.composed) throw new Error(outcome.failure.text);
    expect(outcome.composition.text).toContain("fallback:1");
    expect(outcome.composition.text).not.toContain("another");
    expect(await files.list("/state/collector_credentials")).toHaveLength(3);
  });
});

describe("local files", () => {
  const agent = { configFiles: ["/etc/first.yaml", "/etc/second.yaml"] };

  test("that make no sense refuse the whole, or are told and left out where the Collector must run all the same", async () => {
    const { composer, files, log } = composing({ agent });
    files.put("/etc/first.yaml", body("debug"));
    files.put("/etc/second.yaml", "exporters: [");
    const candidate = { remote: undefined, connections: noConnections, program: undefined, addons: noAddons };
    const strict = await composer.compose(candidate, { uid, knowledge, lenient: false });
    expect(strict).toMatchObject({ composed: false, failure: { text: expect.stringContaining("/etc/second.yaml") } });
    const outcome = await composer.compose(candidate, { uid, knowledge, lenient: true });
    if (!outcome.composed) throw new Error(outcome.failure.text);
    expect(outcome.composition.text).toContain("debug");
    expect(log.at("error").at(-1)).toMatchObject({ fields: { file: "/etc/second.yaml" } });
  });

  test("are read anew for each composition, in their order, below the remote ones", async () => {
    const { compose, files } = composing({ agent });
    files.put("/etc/first.yaml", "exporters: { debug: { verbosity: basic, sampling_initial: 1 } }");
    files.put("/etc/second.yaml", "exporters: { debug: { verbosity: normal } }");
    const { text } = await compose(undefined);
    expect(text).toContain("normal");
    expect(text).toContain("sampling_initial");
    expect((await compose("exporters: { debug: { verbosity: detailed } }")).text).toContain("detailed");
    files.put("/etc/second.yaml", "exporters: { debug: { verbosity: other } }");
    expect((await compose(undefined)).text).toContain("other");
  });

  test("that came with a part of the operator's that has failed do not come back with the one before it", async () => {
    const { composer, files } = composing({ agent });
    const inForce = { remote: undefined, connections: noConnections, program: undefined, addons: noAddons };
    const changed = { ...inForce, operator: { revision: 1, config: supervisorConfig({ agent }) } };
    const composed = async (candidate: typeof inForce) => {
      const outcome = await composer.compose(candidate, { uid, knowledge, lenient: false });
      return outcome.composed ? outcome.composition.text : outcome.failure.text;
    };
    files.put("/etc/first.yaml", body("debug"));
    expect(await composed(inForce)).toContain("debug");
    files.put("/etc/first.yaml", "exporters: [");
    expect(await composed(changed)).toContain("/etc/first.yaml");
    expect(await composed(inForce)).toContain("debug");
    files.put("/etc/first.yaml", body("nop"));
    expect(await composed(changed)).toContain("nop");
  });

  test("that cannot be read are told and left out", async () => {
    const { compose, files, log } = composing({ agent });
    files.put("/etc/second.yaml", body("debug"));
    expect((await compose(undefined)).text).toContain("debug");
    expect(log.at("error").map(({ fields }) => fields["file"])).toEqual(["/etc/first.yaml"]);
  });
});

test("the configuration for the bootstrap carries the token and the uid, and no local file", () => {
  const { composer } = composing({ agent: { configFiles: ["/etc/first.yaml"] } });
  const text = composer.bootstrap({ allowNoPipelines: true, token: "boot", uid });
  expect(text).toContain("boot");
  expect(text).toContain("05050505-0505-0505-0505-050505050505");
});

describe("a large configuration", () => {
  const large = `exporters: { debug: { text: ${"x".repeat(300_000)} } }\n`;

  test("is composed by another process, with the same result", async () => {
    const { compose, processes } = composing();
    const asked: string[] = [];
    processes.compute = async (task, input) => {
      asked.push(task);
      return await realProcesses.compute(task, input);
    };
    const { fingerprint } = await compose(large);
    expect(asked).toEqual(["compose"]);
    expect(fingerprint).toBe((await composing().compose(large)).fingerprint);
    await compose(body("debug"));
    expect(asked).toHaveLength(1);
  });

  test("is composed here where there is no other process, and the log says so", async () => {
    const { compose, log } = composing();
    expect((await compose(large)).text).toContain("xxx");
    expect(log.at("warn").map(({ message }) => message)).toEqual([
      "Composing in this process, as no other one can do it",
    ]);
  });
});
