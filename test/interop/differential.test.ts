import { beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { goSupervisor } from "../bench/run/go-supervisor.ts";
import { executable, otelcol } from "../support/e2e.ts";
import { goBuildTimeoutMs } from "../support/go-build.ts";
import { until } from "../support/real-processes.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { TestServer } from "../support/test-server.ts";

/** Built once into the user's cache. */
let go = "";

beforeAll(async () => {
  const found = await goSupervisor(() => {});
  if (!found.found) throw new Error(found.reason);
  go = found.contestant.executable;
}, goBuildTimeoutMs);

interface Case {
  /** Local files by name, all in `config_files`. */
  files?: Record<string, string>;
  /** Default: the files in their order. */
  configFiles?: string[];
  remote: Record<string, string>;
  /** More of the section `agent`. */
  agent?: Record<string, unknown>;
}

const uid = "01965352-9958-72da-905c-e40329c32c64";

/** Comes with every remote configuration, so that the file which it has shaped is known. */
const marker = "nop/marker";

/** What the supervisor `program` makes of the same inputs: its `effective.yaml` as data. */
async function effective(program: string, { files = {}, configFiles, remote, agent = {} }: Case): Promise<unknown> {
  const server = await TestServer.start();
  const directory = scratchDirectory();
  const storage = join(directory, "storage");
  mkdirSync(storage);
  writeFileSync(join(storage, "persistent_state.yaml"), `instance_id: ${uid}\n`);
  const all = { "quiet.yaml": "service: {telemetry: {metrics: {level: none}}}", ...files };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(directory, name), text);
  const config = {
    server: { endpoint: server.endpoint },
    // Without reports_remote_config the Go supervisor of this version tells no status; components are off there.
    capabilities: { accepts_remote_config: true, reports_remote_config: true, reports_available_components: false },
    agent: { executable: otelcol, config_files: configFiles ?? Object.keys(all), ...agent },
    storage: { directory: storage },
  };
  writeFileSync(join(directory, "supervisor.yaml"), stringify(config));
  const command = [program, "--config", "supervisor.yaml"];
  const env = { ...process.env, IN_ENV: "from-env" };
  const child = Bun.spawn(command, { cwd: directory, env, stdout: "ignore", stderr: "ignore" });
  try {
    // The Go supervisor lets an offer that comes before its Collector is up lie for ever, at APPLYING.
    await server.healthy();
    server.offer({ ...remote, [marker]: `receivers: {${marker}: }` }, "one");
    const path = join(storage, "effective.yaml");
    const text = () => (existsSync(path) ? readFileSync(path, "utf8") : "");
    await until(() => text().includes(marker) && text().includes("ppid:"));
    return parse(text());
  } finally {
    child.kill("SIGINT");
    await child.exited;
  }
}

interface Difference {
  reason: string;
  /** Makes the two alike in this one point. */
  level(configuration: Data): void;
}

type Data = Record<string, unknown>;

function at(data: unknown, ...path: string[]): Data {
  const value = path.reduce<unknown>((inner, step) => Object(inner)[step], data);
  return Object(value);
}

/** Everything in which the two may differ; each with its reason. */
const intended: readonly Difference[] = [
  {
    reason: "the port of the local server, the supervisor's pid and the time between two looks for it are of each run",
    level(configuration) {
      const extension = at(configuration, "extensions", "opamp");
      at(extension, "server", "ws")["endpoint"] = "ws://127.0.0.1/v1/opamp";
      extension["ppid"] = 0;
      extension["ppid_poll_interval"] = String(extension["ppid_poll_interval"]).replace(/^5s$/, "5000ms");
    },
  },
  {
    reason: "each attempt carries a token, so that nobody else can speak for the Collector",
    level(configuration) {
      delete at(configuration, "extensions", "opamp", "server", "ws")["headers"];
    },
  },
  {
    reason:
      "a path in one key becomes the mappings that the Collector makes of it, so that no rule of merging is passed by",
    level(configuration) {
      for (const key of Object.keys(configuration).filter((name) => name.includes("::"))) {
        const steps = key.split("::");
        at(configuration, ...steps.slice(0, -1))[steps.at(-1) ?? ""] = configuration[key];
        delete configuration[key];
      }
    },
  },
];

function levelled(configuration: unknown): unknown {
  const copy = Object(structuredClone(configuration));
  for (const { level } of intended) level(copy);
  return copy;
}

const pipeline = `receivers: {nop: }
exporters: {nop: }
service: {pipelines: {traces: {receivers: [nop], exporters: [nop]}}}
`;

const cases: Record<string, Case> = {
  "one remote file": { remote: { "": pipeline } },
  "remote files by name, the unnamed one last": {
    remote: {
      "": `${pipeline}processors: {batch: {timeout: 3s}}`,
      b: "processors: {batch: {timeout: 2s, send_batch_size: 2}}",
      a: "processors: {batch: {timeout: 1s, send_batch_size: 1, send_batch_max_size: 5}}",
      Z: "processors: {batch: {send_batch_max_size: 9}}",
    },
  },
  "local files under a remote one": {
    files: {
      "one.yaml":
        "processors: {batch: {timeout: 1s, send_batch_size: 1}, memory_limiter: {limit_mib: 100, check_interval: 1s}}",
      "two.yaml": "processors: {batch: {timeout: 2s}}",
    },
    remote: { "": `${pipeline}processors: {memory_limiter: {check_interval: 2s}}` },
  },
  "lists that are replaced, extensions that are joined": {
    files: {
      "one.yaml": `receivers: {nop: }
processors: {batch: }
exporters: {nop: }
extensions: {health_check: {endpoint: "127.0.0.1:0"}}
service: {extensions: [health_check], pipelines: {traces: {receivers: [nop], processors: [batch], exporters: [nop]}}}
`,
    },
    remote: {
      "": `${pipeline}extensions: {health_check/2: {endpoint: "127.0.0.1:0"}}
service: {extensions: [health_check/2, health_check], pipelines: {traces: {receivers: [nop], exporters: [nop]}}}
`.replace("service: {pipelines: {traces: {receivers: [nop], exporters: [nop]}}}\n", ""),
    },
  },
  "null over a mapping, a mapping over null, an empty mapping": {
    files: { "one.yaml": "processors: {batch: {timeout: 1s}, batch/2: , batch/3: {timeout: 3s}}" },
    remote: { "": `${pipeline}processors: {batch: , batch/2: {timeout: 2s}, batch/3: {}}` },
  },
  "the special names in another order": {
    files: { "one.yaml": "processors: {batch: {timeout: 1s}}" },
    configFiles: ["$REMOTE_CONFIG", "quiet.yaml", "one.yaml", "$OPAMP_EXTENSION_CONFIG", "$OWN_TELEMETRY_CONFIG"],
    remote: { "": `${pipeline}processors: {batch: {timeout: 9s}}` },
  },
  "the extension's place among the others": {
    files: {
      "one.yaml": `extensions: {health_check: {endpoint: "127.0.0.1:0"}}\nservice: {extensions: [health_check]}`,
    },
    configFiles: ["$OPAMP_EXTENSION_CONFIG", "quiet.yaml", "one.yaml"],
    remote: { "": pipeline },
  },
  "attributes of the operator": {
    remote: { "": pipeline },
    agent: {
      description: {
        identifying_attributes: { "service.namespace": "ns" },
        non_identifying_attributes: { "os.type": "mine", team: "blue" },
      },
    },
  },
  "resource attributes in layers": {
    files: { "one.yaml": "service: {telemetry: {resource: {service.name: local, own: local}}}" },
    remote: { "": `${pipeline}service::telemetry::resource::more: remote\n` },
  },
  "references, which only the Collector resolves": {
    files: { "one.yaml": 'processors: {resource: {attributes: [{key: a, value: "${env:IN_ENV}", action: insert}]}}' },
    remote: { "": `${pipeline}processors: {resource/2: {attributes: [{key: b, value: "$\${x}", action: insert}]}}` },
  },
  "the log's own settings": {
    files: { "one.yaml": "service: {telemetry: {logs: {level: debug, encoding: console}}}" },
    remote: { "": pipeline },
  },
  "scalars as they are written": {
    remote: {
      "": `${pipeline}processors:
  resource:
    attributes:
      - {key: b, value: "0644", action: insert}
      - {key: c, value: 1e3, action: insert}
      - {key: d, value: yes, action: insert}
      - {key: e, value: "yes", action: insert}
      - {key: f, value: 1.0, action: insert}
      - {key: g, value: |-
          two
          lines, action: insert}
`.replace("value: |-\n          two\n          lines", 'value: "two\\nlines"'),
    },
  },
};

describe("of the same inputs the Go supervisor and ours make the same configuration", () => {
  test.each(Object.keys(cases))("%s", async (name) => {
    const inputs = cases[name];
    if (inputs === undefined) throw new Error(name);
    const [theirs, ours] = await Promise.all([effective(go, inputs), effective(executable, inputs)]);
    expect(levelled(ours)).toEqual(levelled(theirs));
  });
});
