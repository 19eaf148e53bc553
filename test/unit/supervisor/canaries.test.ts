import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { stringify } from "yaml";

import type { Command } from "../../../src/cli/command.ts";
import { checkPolicyCommand } from "../../../src/cli/commands/check-policy.ts";
import { explainCommand } from "../../../src/cli/commands/explain.ts";
import { errorStatement, readLogTail } from "../../../src/collector/log-tail.ts";
import type { PolicyConfig } from "../../../src/config/policy-types.ts";
import { describeEnding } from "../../../src/supervisor/apply/describe-failure.ts";
import { Composer } from "../../../src/supervisor/compose/composer.ts";
import { EffectiveView } from "../../../src/supervisor/compose/effective-view.ts";
import type { Composition } from "../../../src/supervisor/mind/state.ts";
import { noAddons } from "../../../src/supervisor/packages/addon-set.ts";
import { type Canary, canary, collectorReading, contentsOf, mentions, sightings } from "../../support/canaries.ts";
import { credentialsOn } from "../../support/credentials-on.ts";
import { FakeProcesses } from "../../support/fake-processes.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { saying } from "../../support/mind-driver.ts";
import { policyOf } from "../../support/policy.ts";
import { countingRandom } from "../../support/runner-world.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { knowledge, remote } from "../../support/stored.ts";
import { supervisorConfig } from "../../support/supervisor-config.ts";
import { TestLog } from "../../support/test-log.ts";

/** Ways to refer to what a variable `CANARY` and a file `/secret` hold. */
const references = fc.constantFrom(
  ..."${env:CANARY}|${CANARY}|${file:/secret}|${env:NOSUCH:-${env:CANARY}}|${env:${env:WHICH}}|${env:RELAY}".split("|"),
  ..."Bearer ${env:CANARY}|u:${file:/secret}@h:1|${env:CANARY}:4318|$${x} ${env:CANARY}|${env:${env:CANARY}}:1".split(
    "|",
  ),
);

/** Places for a value, as layers. */
const places: ReadonlyArray<(value: string) => Record<string, unknown>> = [
  (value) => ({ exporters: { otlp: { endpoint: value } } }),
  (value) => ({ exporters: { otlp: { headers: { authorization: value } } } }),
  (value) => ({ exporters: { otlp: value } }),
  (value) => ({ processors: { resource: { attributes: [{ key: "k", value }, value] } } }),
  (value) => ({ receivers: { otlp: { protocols: { grpc: { endpoint: value } } } } }),
  (value) => ({ receivers: { filelog: { include: [value] } } }),
  (value) => ({ service: { telemetry: { resource: { team: value } } } }),
  (value) => ({ service: { telemetry: { logs: { level: value } } } }),
  (value) => ({ service: { pipelines: { logs: { receivers: [value], exporters: ["otlp"] } } } }),
  (value) => ({ extensions: { opamp: value, x: { token: value } } }),
  (value) => ({ receivers: value }),
];
const layer = fc
  .array(fc.tuple(fc.constantFrom(...places), references), { minLength: 1, maxLength: 4 })
  .map((planted) => planted.map(([place, value]) => stringify(place(value))).join("---\n"))
  .map((text) => text.split("---\n"));

const bounds: fc.Arbitrary<Partial<PolicyConfig> | undefined> = fc.constantFrom(
  undefined,
  undefined,
  {},
  { configSources: { env: ["*"], schemes: ["file"] } },
  { configSources: { env: ["*"], schemes: [] }, destinations: { hosts: ["good.example"] }, accessDirs: ["/var/log"] },
  { configSources: { env: ["*"], schemes: ["file"] }, listen: { addresses: ["127.0.0.1"] } },
);

interface Scene {
  canary: Canary;
  local: string[];
  remoteTexts: string[];
  policy: Partial<PolicyConfig> | undefined;
  conflicts: "warn" | "fail";
  locked: boolean;
}

const scene: fc.Arbitrary<Scene> = fc.record({
  canary,
  local: layer,
  remoteTexts: layer,
  policy: bounds,
  conflicts: fc.constantFrom("warn", "fail"),
  locked: fc.boolean(),
});

const uid = new Uint8Array(16).fill(5);

/** A connection that is offered too goes to the exporter of the layers. */
const place = { path: ["exporters", "otlp"] as const, settings: new Map([["t", ["auth", "token"]]]) };
const otherConnections = new Map([["b", { ...place, allowInsecureTls: false }]]);

function environment({ content }: Canary): Record<string, string> {
  return { CANARY: content, WHICH: "CANARY", RELAY: "${env:CANARY}" };
}

/** What all that can be told of a composition says: refusal or warnings, the log, status messages and reports. */
async function tellings(scenario: Scene): Promise<string> {
  const { canary: secret, local, remoteTexts, policy, conflicts, locked } = scenario;
  const [files, log, env] = [new MemoryFiles(), new TestLog(), environment(secret)];
  files.put("/secret", secret.content);
  const names = local.map((text, index) => {
    files.put(`/${index}.yaml`, text);
    return `/${index}.yaml`;
  });
  const config = supervisorConfig({
    agent: {
      configFiles: names,
      lockedFiles: locked ? names.slice(0, 1) : [],
      merge: { lists: [], remove: [], conflicts },
      otherConnections,
      ...(policy && { policy: policyOf(policy) }),
    },
  });
  const composer = new Composer({
    config,
    files,
    env,
    credentials: credentialsOn(files),
    host: { pid: 1, os: "linux" },
    processes: new FakeProcesses(),
    random: countingRandom(),
    log,
    addonsDirectory: "/state/addons",
    port: 4321,
  });
  const told: unknown[] = [log.lines];
  const endpoint = `https://user:${secret.mark}@sink`;
  const certificate = { cert: "certificate", key: secret.content };
  const target = { endpoint, headers: [["x", secret.content] as const], certificate };
  const settings = new Map([["t", secret.content]]);
  const others = new Map([["b", { ...target, proxy: `http://user:${secret.mark}@proxy`, settings }]]);
  const connections = { telemetry: { logs: target }, others };
  for (const text of [remoteTexts.join(""), ...remoteTexts]) {
    const outcome = await composer.compose(
      { remote: remote("A", text), connections, program: undefined, addons: noAddons },
      { uid, knowledge, lenient: false },
    );
    told.push(outcome.composed ? undefined : outcome.failure.text);
    if (outcome.composed) told.push(await reports(outcome.composition, { files, log, secret, env }));
  }
  return JSON.stringify(told);
}

interface Running {
  files: MemoryFiles;
  log: TestLog;
  secret: Canary;
  env: Record<string, string>;
}

/** What a Collector with this configuration says, as it is passed on. */
async function reports({ text, secrets, origins }: Composition, { files, log, secret, env }: Running) {
  const { values, report } = collectorReading(text, contentsOf(env, new Map([["/secret", secret.content]])));
  const seen: unknown[] = [];
  const view = new EffectiveView({
    token: "generation-token",
    secrets,
    otherSecrets: () => [],
    key: () => new Uint8Array(32),
    processes: new FakeProcesses(),
    log,
    report: ({ effectiveConfig, health }) => {
      const body = effectiveConfig?.configMap?.configMap?.[""]?.body ?? new Uint8Array();
      seen.push(new TextDecoder().decode(body), health);
    },
  });
  const lines = values.flatMap(mentions);
  const lastError = lines.join("\n");
  const effectiveConfig = { configMap: { configMap: { "": { body: Buffer.from(report) } } } };
  const componentHealthMap = { "receiver:otlp": { lastError, status: lastError } };
  view.take(saying({ effectiveConfig, health: { healthy: false, lastError, componentHealthMap } }));
  files.put("/agent.log", `${lastError}\nError: invalid\n${lastError}\n`);
  for (const bytes of [64, 500, 100_000]) {
    const options = { files, path: "/agent.log", bytes, from: 0, secrets: secrets.values };
    const tail = await readLogTail(options);
    seen.push(
      describeEnding(
        "ended",
        { how: "exit code 1", killed: undefined, statement: errorStatement(tail), tail },
        origins,
      ),
    );
  }
  return seen;
}

test("no secret is seen in anything that is told of a configuration, wherever it stands and whatever it is", async () => {
  let composed = 0;
  await fc.assert(
    fc.asyncProperty(scene, async (scenario) => {
      const told = await tellings(scenario);
      if (told.includes("[SECRET ")) composed++;
      for (const sight of sightings(scenario.canary)) expect(told).not.toContain(sight);
    }),
    { numRuns: 150 },
  );
  expect(composed).toBeGreaterThan(20);
}, 60_000);

/** What a command prints, in whatever form, for these words. */
async function printed(command: Command, config: string, operands: string[], ...set: string[]): Promise<string> {
  const lines: string[] = [];
  await command.run({
    set: new Set(set),
    values: new Map([["config", config]]),
    operands,
    outputs: { open: () => ({ write: (line) => void lines.push(line), pass: () => {}, behind: () => false }) },
    commands: { commands: {}, defaultCommand: "run" },
    print: (text, code = 0) => (lines.push(text), code),
    refuse: (...problems) => (lines.push(...problems), 2),
    fail: (problem) => (lines.push(problem), 1),
  });
  return lines.join("\n");
}

test("no secret is seen in what the commands print", async () => {
  const directory = scratchDirectory();
  mkdirSync(join(directory, "storage"));
  const path = (name: string) => join(directory, name);
  await fc.assert(
    fc.asyncProperty(scene, async ({ canary: secret, local, remoteTexts, policy, conflicts, locked }) => {
      writeFileSync(path("secret"), secret.content);
      const writeLayers = (kind: string, texts: string[]) =>
        texts.map((text, index) => {
          writeFileSync(path(`${kind}${index}.yaml`), text.replaceAll("/secret", path("secret")));
          return path(`${kind}${index}.yaml`);
        });
      const [names, operands] = [writeLayers("local", local), writeLayers("remote", remoteTexts)];
      const stated = policy && {
        ...("listen" in policy && { listen: policy.listen }),
        ...("destinations" in policy && { destinations: policy.destinations }),
        config_sources: policy.configSources ?? {},
      };
      const config = {
        server: { endpoint: "ws://h/v1/opamp", headers: { Authorization: secret.mark } },
        agent: {
          executable: "/bin/true",
          env: Object.fromEntries(
            Object.entries(environment(secret)).map(([name, value]) => [name, value.replaceAll("$", "$$$$")]),
          ),
          config_files: names,
          locked_files: locked ? names.slice(0, 1) : [],
          merge: { conflicts },
          ...(stated && { policy: stated }),
        },
        storage: { directory: path("storage") },
      };
      writeFileSync(path("supervisor.yaml"), stringify(config));
      const print = (command: Command, words: string[], ...set: string[]) =>
        printed(command, path("supervisor.yaml"), words, ...set);
      const told = [
        await print(explainCommand, []),
        await print(explainCommand, [], "json"),
        await print(checkPolicyCommand, operands),
        await print(checkPolicyCommand, operands, "json"),
      ].join("\n");
      expect(told).toMatch(/Taken|Refused/);
      for (const sight of sightings(secret)) expect(told).not.toContain(sight);
    }),
    { numRuns: 60 },
  );
}, 60_000);
