import { describe, expect, test } from "bun:test";

import { credentialFile } from "../../../src/compose/credentials.ts";
import { explain } from "../../../src/compose/explain.ts";
import type { ComposeInput, ConnectionTarget, PlacedConnection } from "../../../src/compose/layers.ts";
import { composed, layers, refused, valueAt } from "../../support/compose-input.ts";
import { policyOf } from "../../support/policy.ts";

const place: PlacedConnection["place"] = { path: ["exporters", "otlp/b"], settings: new Map() };
const credentials = "/c";

/** An input in which the server has offered a connection by the name `b`, for the exporter `otlp/b` unless stated. */
function offered(target: Partial<ConnectionTarget>, local = "", stated: Partial<ComposeInput> = {}) {
  const connection = { name: "b", target: { endpoint: "", headers: [], ...target }, place };
  return {
    otherConnections: [connection],
    credentials,
    layers: layers(local),
    ...stated,
  } satisfies Partial<ComposeInput>;
}

function exporterOf(input: Partial<ComposeInput>): unknown {
  return valueAt(composed(input).text, "exporters", "otlp/b");
}

describe("an offered connection", () => {
  test("is set on its component over what all layers say, and leaves the rest of it alone", () => {
    const local = "exporters: {otlp/b: {endpoint: 'a:1', sending_queue: {queue_size: 5}}}";
    const remoteFiles = new Map([["r", "exporters: {otlp/b: {endpoint: 'r:2', timeout: 1s}}"]]);
    expect(exporterOf(offered({ endpoint: "https://o:3" }, local, { remoteFiles }))).toEqual({
      endpoint: "https://o:3",
      sending_queue: { queue_size: 5 },
      timeout: "1s",
    });
  });

  test("makes a component that no layer has, for pipelines that are still to come, and warns of it", () => {
    const { text, warnings } = composed(offered({ endpoint: "o:3" }));
    expect(valueAt(text, "exporters", "otlp/b")).toEqual({ endpoint: "o:3" });
    expect(warnings).toEqual(['other connection "b": nothing uses exporters::otlp/b, on which it is set']);
    const used = "service: {pipelines: {logs: {receivers: [nop], exporters: [otlp/b]}}}";
    expect(composed(offered({ endpoint: "o:3" }, used)).warnings).toEqual([]);
  });

  test("of which nothing was said makes no component", () => {
    expect(valueAt(composed(offered({})).text, "exporters")).toBeUndefined();
    expect(valueAt(composed(offered({}, "exporters: {otlp/b: {endpoint: 'a:1'}}")).text, "exporters")).toEqual({
      "otlp/b": { endpoint: "a:1" },
    });
  });

  test("never has the Collector read more into a value than what was offered", () => {
    const input = offered({ endpoint: "h:1/${env:A}$", headers: [["x", "a: 'b' ${file:/etc/passwd}\n- c"]] });
    expect(exporterOf(input)).toEqual({
      endpoint: "h:1/$${env:A}$$",
      headers: { x: "a: 'b' $${file:/etc/passwd}\n- c" },
    });
  });

  test("adds headers to those that are there, each once whatever its letters", () => {
    const headers = [
      ["Authorization", "new"],
      ["x", "y"],
    ] as const;
    const inMapping = "exporters: {otlp/b: {headers: {authorization: old, tenant: t}}}";
    expect(exporterOf(offered({ headers }, inMapping))).toEqual({
      headers: { tenant: "t", Authorization: "new", x: "y" },
    });
    const inList = "exporters: {otlp/b: {headers: [{name: authorization, value: old}, {name: tenant, value: t}]}}";
    expect(exporterOf(offered({ headers }, inList))).toEqual({
      headers: [
        { name: "tenant", value: "t" },
        { name: "Authorization", value: "new" },
        { name: "x", value: "y" },
      ],
    });
  });

  test("replaces all that an offer can say of TLS, and keeps what it cannot", () => {
    const local = `exporters:
  otlp/b:
    tls: {insecure: true, ca_pem: x, min_version: "1.0", cert_file: /own, key_file: /key, server_name_override: n}`;
    const ca = "-----BEGIN CERTIFICATE-----";
    const tls = {
      ca,
      includeSystemRoots: true,
      minVersion: "1.3",
      maxVersion: "1.3",
      cipherSuites: ["A", "B"],
    } as const;
    expect(exporterOf(offered({ tls }, local))).toEqual({
      tls: {
        cert_file: "/own",
        key_file: "/key",
        server_name_override: "n",
        ca_file: credentialFile(credentials, ca),
        include_system_ca_certs_pool: true,
        min_version: "1.3",
        max_version: "1.3",
        cipher_suites: ["A", "B"],
      },
    });
    const certificate = { cert: "cert", key: "key" };
    expect(exporterOf(offered({ certificate }, local))).toEqual({
      tls: {
        ca_pem: "x",
        min_version: "1.0",
        server_name_override: "n",
        cert_file: credentialFile(credentials, "cert"),
        key_file: credentialFile(credentials, "key"),
      },
    });
    expect(exporterOf(offered({ tls: { insecureSkipVerify: true } }, local))).toMatchObject({
      tls: { insecure_skip_verify: true, cert_file: "/own" },
    });
  });

  test("may have a section of a component, a proxy, and further settings where the operator wants them", () => {
    const inSection: PlacedConnection["place"] = {
      path: ["extensions", "http_forwarder", "egress"],
      settings: new Map([
        ["wait", ["timeout"]],
        ["deep", ["a", "b"]],
      ]),
    };
    const settings = new Map([
      ["wait", "5s"],
      ["deep", "${x}"],
    ]);
    const target = { endpoint: "http://o", headers: [], proxy: "http://user:pass@proxy:1", settings };
    const { text, secrets } = composed({ otherConnections: [{ name: "f", target, place: inSection }], credentials });
    expect(valueAt(text, "extensions", "http_forwarder")).toEqual({
      egress: { endpoint: "http://o", proxy_url: "http://user:pass@proxy:1", timeout: "5s", a: { b: "$${x}" } },
    });
    expect(secrets.values).toEqual(["http://user:pass@proxy:1"]);
  });

  test("keeps its headers, and settings whose names say so, among the secrets; names are none", () => {
    const withToken: PlacedConnection["place"] = { ...place, settings: new Map([["t", ["auth", "token"]]]) };
    const target = {
      endpoint: "o:3",
      headers: [["Authorization", "Bearer $1"]] as const,
      settings: new Map([["t", "s3"]]),
    };
    const secretsOf = (local: string) =>
      composed({ otherConnections: [{ name: "b", target, place: withToken }], layers: layers(local) }).secrets;
    expect(secretsOf("").values).toEqual(["Bearer $1", "s3"]);
    expect(secretsOf("exporters: {otlp/b: {headers: [{name: a, value: b}]}}").values).toEqual(["Bearer $1", "s3"]);
  });

  test("is told as offered, with what it overrode", () => {
    const { tree } = composed(offered({ endpoint: "o:3" }, "exporters: {otlp/b: {endpoint: 'a:1'}}"));
    expect(explain(tree, { paths: [["exporters", "otlp/b", "endpoint"]] })).toMatchObject([
      {
        value: '"o:3"',
        origin: { kind: "remote", layer: 'other connection "b" offered by the server' },
        overrode: [{ value: '"a:1"', origin: { kind: "local" } }],
      },
    ]);
  });
});

describe("the bounds of remote content hold for an offered connection too", () => {
  const target = { endpoint: "https://elsewhere:1", headers: [] };

  test("destinations and types of components", () => {
    const destinations = policyOf({ destinations: { hosts: ["here"] } });
    expect(refused(offered(target, "", { policy: destinations }))).toMatchObject({
      code: "POLICY_DENIED",
      layer: 'other connection "b" offered by the server',
    });
    const proxied = { endpoint: "https://here:1", proxy: "http://elsewhere:1" };
    expect(refused(offered(proxied, "", { policy: destinations })).code).toBe("POLICY_DENIED");
    const components = policyOf({ components: { exporters: { deny: ["otlp"] } } });
    expect(refused(offered(target, "", { policy: components })).code).toBe("POLICY_DENIED");
  });

  test("but for the files of its own certificates", () => {
    const policy = policyOf({ accessDirs: [] });
    const tls = { ca: "ca" };
    expect(composed(offered({ ...target, tls }, "", { policy })).files).toEqual([]);
  });

  test("what a locked file says, though not what it leaves open", () => {
    const text = "exporters: {otlp/b: {endpoint: 'a:1', tls: {insecure: true}, headers: {x: y}}}";
    const locked = {
      layers: [{ kind: "local", name: "base.yaml", text, locked: true }],
    } satisfies Partial<ComposeInput>;
    expect(refused(offered(target, "", locked))).toMatchObject({
      code: "CONFIG_LOCKED",
      reason:
        'other connection "b" offered by the server: exporters::otlp/b::endpoint is locked by local file base.yaml, line 1',
    });
    expect(refused(offered({ tls: {} }, "", locked)).reason).toContain(
      "tls::insecure is locked by local file base.yaml",
    );
    expect(refused(offered({ headers: [["X", "z"]] }, "", locked)).reason).toContain("headers::x is locked by");
    const open = { endpoint: "a:1", headers: [["authorization", "a"]] as const, proxy: "http://p" };
    expect(exporterOf(offered(open, "", locked))).toMatchObject({
      endpoint: "a:1",
      headers: { x: "y", authorization: "a" },
      proxy_url: "http://p",
    });
  });
});
