import { describe, expect, test } from "bun:test";

import { explain } from "../../../src/compose/explain.ts";
import type { Explained } from "../../../src/compose/explain.ts";
import type { ComposeInput } from "../../../src/compose/layers.ts";
import { composed, layers } from "../../support/compose-input.ts";
import { policyOf } from "../../support/policy.ts";

function explained(stated: Partial<ComposeInput>, ...paths: string[]): Explained[] {
  const { tree, removed } = composed(stated);
  const { policy, env = {} } = stated;
  return explain(tree, { removed, paths: paths.map((path) => path.split("::")), policy, env });
}

describe("every leaf", () => {
  const stated = {
    layers: layers(
      "exporters:\n  otlp:\n    endpoint: a:1\n    tls: {insecure: true}\n",
      "exporters: {otlp: {endpoint: 'b:2'}}",
    ),
    remoteFiles: new Map([["r", "# first\nexporters:\n  otlp:\n    endpoint: c:3\n    queue: {}\n"]]),
  };

  test("names its layer and line, and what it overrode, the last one first", () => {
    expect(explained(stated, "exporters")).toEqual([
      {
        path: ["exporters", "otlp", "endpoint"],
        value: "c:3",
        origin: { kind: "remote", layer: 'remote file "r"', line: 4 },
        overrode: [
          { value: '"b:2"', origin: { kind: "local", layer: "local file 2.yaml", line: 1 } },
          { value: "a:1", origin: { kind: "local", layer: "local file 1.yaml", line: 3 } },
        ],
        removed: false,
        bounds: [],
      },
      {
        path: ["exporters", "otlp", "tls", "insecure"],
        value: "true",
        origin: { kind: "local", layer: "local file 1.yaml", line: 4 },
        overrode: [],
        removed: false,
        bounds: [],
      },
      {
        path: ["exporters", "otlp", "queue"],
        value: "{}",
        origin: { kind: "remote", layer: 'remote file "r"', line: 5 },
        overrode: [],
        removed: false,
        bounds: [],
      },
    ]);
  });

  test("that the supervisor adds says so", () => {
    const [ppid] = explained(stated, "extensions::opamp::ppid");
    expect(ppid).toMatchObject({ value: "77", origin: { kind: "supervisor", layer: "the supervisor" } });
  });

  test("is found by its whole path only", () => {
    expect(explained(stated, "exporters::ot")).toEqual([]);
    expect(explained(stated, "exporters::otlp::tls")).toHaveLength(1);
  });

  test("that was taken out is there, marked", () => {
    const merging = { lists: [], remove: [["exporters", "otlp", "tls"]], conflicts: "warn" } as const;
    expect(explained({ ...stated, merging }, "exporters::otlp::tls")).toMatchObject([
      { path: ["exporters", "otlp", "tls", "insecure"], removed: true },
    ]);
  });

  test("tells which rules looked at it", () => {
    const policy = policyOf({
      components: { receivers: { allow: ["otlp"] } },
      listen: { ports: [{ from: 1, to: 65_535 }] },
      destinations: { hosts: ["*"] },
      accessDirs: ["/etc"],
      configSources: { env: ["PORT"], schemes: [] },
      required: [{ kind: "processors", type: "batch", position: "any" }],
      limits: { depth: 9 },
    });
    const remote = `receivers: {otlp: {protocols: {grpc: {endpoint: "localhost:\${PORT}", tls: {ca_file: /etc/ca}}}}}
exporters: {otlp: {endpoint: "c:3", queue: 1}}
service: {pipelines: {logs: {processors: [batch], exporters: [otlp]}}}
`;
    const local = "exporters: {otlp: {endpoint: 'b:2', retry: 1}}";
    const locked = { kind: "local", name: "l.yaml", text: "a: 1", locked: true } as const;
    const all = explained(
      { layers: [locked, ...layers(local)], remoteFiles: new Map([["r", remote]]), policy, env: { PORT: "9" } },
      "receivers",
      "exporters",
      "a",
      "service::pipelines",
    );
    const told = all.map(({ path, bounds }) => [path.join("::"), bounds.map((rule) => rule.replace("agent.", ""))]);
    expect(Object.fromEntries(told)).toEqual({
      a: ["locked_files"],
      "receivers::otlp::protocols::grpc::endpoint": [
        "policy.components.receivers",
        "policy.limits.depth",
        "policy.config_sources",
        "policy.listen",
      ],
      "receivers::otlp::protocols::grpc::tls::ca_file": [
        "policy.components.receivers",
        "policy.limits.depth",
        "access_dirs",
      ],
      "exporters::otlp::endpoint": ["policy.limits.depth", "policy.destinations"],
      "exporters::otlp::queue": ["policy.limits.depth"],
      "exporters::otlp::retry": [],
      "service::pipelines::logs::processors": ["policy.required", "policy.limits.depth"],
      "service::pipelines::logs::exporters": ["policy.limits.depth"],
    });
  });

  test("tells the rules over what a variable or a default brings in", () => {
    const policy = policyOf({
      listen: { addresses: ["127.0.0.1"] },
      destinations: { schemes: ["https"] },
      accessDirs: ["/etc"],
      configSources: { env: ["*"], schemes: [] },
    });
    const remote = `receivers: {otlp: {protocols: "\${env:P:-grpc::endpoint: 127.0.0.1:4317}"}}
exporters: {otlp: {endpoint: "c:3", tls: "\${env:TLS}", sending_queue: "\${env:Q:-5}"}}
processors: {k8s_attributes: {auth_type: serviceAccount}}
`;
    const env = { TLS: "{ca_file: /etc/ca, insecure: false}" };
    const told = explained(
      { remoteFiles: new Map([["r", remote]]), policy, env },
      "receivers",
      "exporters",
      "processors",
    );
    expect(told.map(({ path, bounds }) => [path.slice(2).join("::"), bounds.join(" ")])).toEqual([
      ["protocols", "agent.policy.config_sources agent.policy.listen"],
      ["endpoint", "agent.policy.destinations"],
      ["tls", "agent.policy.config_sources agent.access_dirs agent.policy.destinations.schemes"],
      ["sending_queue", "agent.policy.config_sources"],
      ["auth_type", "agent.access_dirs"],
    ]);
    expect(JSON.stringify(told)).not.toContain("/etc/ca");
  });

  test("shows no secret, and the reference that stands for one", () => {
    const text = "exporters: {otlp: {headers: {authorization: canary, other: '${env:TOKEN}', empty: ''}}}";
    const values = explained({ layers: layers(text) }, "exporters").map(({ value }) => value);
    expect(values).toEqual(["(hidden)", '"${env:TOKEN}"', '""']);
  });
});
