import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parseAllDocuments, stringify } from "yaml";
import { z } from "zod";

import { projectVersion } from "../../scripts/build.ts";
import { capture } from "../../scripts/support/capture.ts";
import { root } from "../../scripts/support/root.ts";
import { blockOf } from "../support/doc-blocks.ts";
import { executable, otelcol } from "../support/e2e.ts";
import { scratchDirectory } from "../support/scratch.ts";

const examples = join(root, "examples/kubernetes");
const helm = process.env["HELM"] ?? "helm";
const validator = process.env["KUBECTL_VALIDATE"] ?? "kubectl-validate";
/** The oldest and the newest one whose schema the validator has. */
const clusters = ["1.25", "1.30"];

const object = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) });
const container = z.looseObject({ name: z.string(), image: z.string(), securityContext: z.looseObject({}).optional() });
const workload = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        containers: z.array(container),
        initContainers: z.array(container).default([]),
        securityContext: z.looseObject({}),
      }),
    }),
  }),
});
const configMap = z.looseObject({ data: z.record(z.string(), z.string()) });

function objectsOf(text: string): Array<z.infer<typeof object>> {
  const documents = parseAllDocuments(text).map((document): unknown => document.toJS());
  return documents.filter((value) => value !== null).map((value) => object.parse(value));
}

function only(objects: readonly z.infer<typeof object>[], kind: string): z.infer<typeof object> {
  const found = objects.filter((each) => each.kind === kind);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of the kind ${kind}`);
  return first;
}

async function judged(text: string, cluster: string): Promise<{ code: number; output: string }> {
  const file = join(scratchDirectory(), "manifest.yaml");
  writeFileSync(file, text);
  return await capture([validator, file, "--version", cluster]);
}

async function rendered(values: object, release = "release"): Promise<string> {
  const file = join(scratchDirectory(), "values.yaml");
  writeFileSync(file, stringify(values));
  const chart = join(examples, "chart");
  const { code, stdout, output } = await capture([
    helm,
    "template",
    release,
    chart,
    "--values",
    file,
    "--kube-version",
    "1.30",
  ]);
  if (code !== 0) throw new Error(output);
  return stdout;
}

/** What a pod finds as its configuration must be one that our supervisor and the Collector take. */
async function supervisorTakes(text: string): Promise<{ code: number; output: string }> {
  const { data } = configMap.parse(only(objectsOf(text), "ConfigMap"));
  const directory = scratchDirectory();
  const config = (data["config.yaml"] ?? "")
    .replace("/usr/bin/otelcol-contrib", otelcol)
    .replaceAll("/etc/opampsupervisor", directory)
    .replace("/var/lib/otelcol/supervisor", join(directory, "storage"));
  writeFileSync(join(directory, "config.yaml"), config);
  if (data["collector.yaml"] !== undefined) {
    writeFileSync(join(directory, "collector.yaml"), data["collector.yaml"].replace("/hostfs", "/"));
  }
  const env = {
    OPAMP_TOKEN: "token",
    OPAMP_AUTHORIZATION: "Bearer token",
    K8S_NODE_NAME: "node",
    K8S_NAMESPACE: "default",
    K8S_POD_NAME: "pod",
    K8S_CLUSTER_NAME: "cluster",
  };
  return await capture([executable, "validate", join(directory, "config.yaml")], { env });
}

/** Nothing runs as root but what gives a directory away, nothing has rights, and nothing writes to its root. */
function expectRestricted(text: string, kind: string): void {
  const { containers, initContainers, securityContext } = workload.parse(only(objectsOf(text), kind)).spec.template
    .spec;
  expect(securityContext).toMatchObject({
    runAsNonRoot: true,
    runAsUser: 10_001,
    seccompProfile: { type: "RuntimeDefault" },
  });
  for (const each of [...containers, ...initContainers]) {
    expect(each.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    const rights = each.securityContext?.["runAsUser"] === 0 ? ["CHOWN"] : undefined;
    expect(each.securityContext?.["capabilities"]).toEqual({ drop: ["ALL"], ...(rights && { add: rights }) });
  }
}

describe.each([
  ["daemonset.yaml", "DaemonSet", clusters],
  ["deployment.yaml", "Deployment", clusters],
  // A container of a pod's beginning that runs on is known since 1.28.
  ["sidecar.yaml", "Deployment", ["1.28", "1.30"]],
] as const)("%s", (name, kind, takers) => {
  const text = readFileSync(join(examples, name), "utf8");

  test.each([...takers])("is what Kubernetes %s takes", async (cluster) => {
    expect(await judged(text, cluster)).toMatchObject({ code: 0 });
  });

  test("gives nothing more rights than it needs", () => expectRestricted(text, kind));

  test("holds a configuration that the supervisor takes, with health on whatever addresses a pod has", async () => {
    const { code, output } = await supervisorTakes(text);
    expect({ code, output }).toEqual({ code: 0, output: expect.not.stringContaining("Warning") });
    expect(text).toContain('endpoint: ":13133"');
  });

  test("names the image of this version", async () => {
    expect(text).toContain(`image: opampsupervisor-collector:${await projectVersion()}\n`);
  });
});

test("what no cluster takes is refused here too", async () => {
  const text = readFileSync(join(examples, "daemonset.yaml"), "utf8");
  expect((await judged(text.replace("readOnlyRootFilesystem", "readOnlyRoot"), "1.30")).code).not.toBe(0);
});

describe("the chart", () => {
  const opamp = { endpoint: "wss://opamp.example.com/v1/opamp", authorization: "Bearer s3cr3t" };
  const ports = [{ name: "otlp-grpc", port: 4317 }];

  test("is what helm takes, at this version", async () => {
    const values = ["--set", "opamp.endpoint=wss://opamp.example.com"];
    const linted = await capture([
      helm,
      "lint",
      "--strict",
      join(examples, "chart"),
      "--kube-version",
      "1.30",
      ...values,
    ]);
    expect(linted).toMatchObject({ code: 0 });
    const chart = readFileSync(join(examples, "chart/Chart.yaml"), "utf8");
    expect(chart).toContain(`appVersion: ${await projectVersion()}\n`);
  });

  test("is rendered by the command of examples/kubernetes/README.md as a cluster takes it", async () => {
    const command = blockOf("examples/kubernetes/README.md", "Kubernetes", "sh");
    const rendering = command.replace("helm install", `${helm} template --kube-version 1.30`);
    expect(rendering).not.toBe(command);
    const { code, stdout } = await capture(["sh", "-euc", rendering], { directory: examples });
    expect(code).toBe(0);
    for (const cluster of clusters) expect(await judged(stdout, cluster)).toMatchObject({ code: 0 });
    expect(await supervisorTakes(stdout)).toMatchObject({ code: 0 });
  });

  test.each([
    ["daemonset", "DaemonSet", {}],
    ["deployment", "Deployment", {}],
    [
      "deployment",
      "Deployment",
      { persistence: { enabled: false }, collector: { extensions: { health_check: null } } },
    ],
    [
      "daemonset",
      "DaemonSet",
      { opamp: { ...opamp, authorization: "", existingSecret: "mine" }, tolerations: [{ operator: "Exists" }] },
    ],
  ])("%s: manifests that a cluster and the supervisor take", async (mode, kind, more) => {
    const text = await rendered({ mode, opamp, ports, ...more });
    for (const cluster of clusters) expect(await judged(text, cluster)).toMatchObject({ code: 0 });
    expectRestricted(text, kind);
    const { code, output } = await supervisorTakes(text);
    expect({ code, output }).toEqual({ code: 0, output: expect.not.stringContaining("Warning") });
  });

  test("the longest name of a release and a large number are still what a cluster takes", async () => {
    const values = { mode: "deployment", opamp, ports, terminationGracePeriodSeconds: 1_234_567 };
    const text = await rendered(values, "r".repeat(53));
    for (const { metadata } of objectsOf(text)) expect(metadata.name.length).toBeLessThanOrEqual(63);
    expect(text).toContain("terminationGracePeriodSeconds: 1234567\n");
    expect(await judged(text, "1.30")).toMatchObject({ code: 0 });
  });

  test("the secret is in the Secret alone", async () => {
    const text = await rendered({ opamp });
    expect(text).not.toContain("s3cr3t");
    expect(text).toContain(Buffer.from(opamp.authorization).toString("base64"));
  });

  test("what the values say is merged over what the chart writes", async () => {
    const text = await rendered({ opamp, supervisor: { agent: { config_apply_timeout: "90s" } } });
    const { data } = configMap.parse(only(objectsOf(text), "ConfigMap"));
    expect(data["config.yaml"]).toContain("config_apply_timeout: 90s");
    expect(data["config.yaml"]).toContain("executable: /usr/bin/otelcol-contrib");
  });

  test.each([
    [{}, "/opamp/endpoint"],
    [{ opamp: { endpoint: "opamp.example.com" } }, "/opamp/endpoint"],
    [{ opamp, mode: "statefulset" }, "/mode"],
    [{ opamp, tolerantions: [] }, "tolerantions"],
  ])("%p is refused by name", async (values, name) => {
    await expect(rendered(values)).rejects.toThrow(name);
  });
});
