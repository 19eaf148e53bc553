import { expect, test } from "bun:test";

import type { OtlpConfig } from "../../../src/config/telemetry-types.ts";
import { configuredTarget, offeredTarget } from "../../../src/connection/export-target.ts";
import type { ExportTarget, Signal } from "../../../src/telemetry/export-target.ts";
import { TestAuthority } from "../../support/certificates.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { TestLog } from "../../support/test-log.ts";

const otlp: OtlpConfig = {
  to: "otlp",
  protocol: "http/protobuf",
  endpoint: "https://h:4318",
  headers: [["x-key", "secret"]],
  tls: {},
  gzip: false,
  timeoutMs: 1000,
  temporality: "cumulative",
  histograms: "explicit_bucket_histogram",
};

function target(more: Partial<OtlpConfig> = {}, given: { env?: Record<string, string>; signal?: Signal } = {}) {
  const files = new Map<string, string>();
  const log = new TestLog();
  const read = async (path: string) => {
    const text = files.get(path);
    if (text === undefined) throw Object.assign(new Error("ENOENT"), { code: "ENOENT" });
    return new TextEncoder().encode(text);
  };
  const { env = {}, signal = "traces" } = given;
  const made = configuredTarget(
    { ...otlp, ...more },
    { signal, files: { read }, clock: new FakeClock(Date.now()), env, log },
  );
  return { made: made as ExportTarget, files, log };
}

test("over HTTP a missing path is that of the signal, over gRPC there is none", async () => {
  const urlOf = async (endpoint: string, protocol: OtlpConfig["protocol"] = "http/protobuf") => {
    const way = await target({ endpoint, protocol }, { signal: "logs" }).made.way();
    return way.usable && way.url;
  };
  expect(await urlOf("https://h:4318")).toBe("https://h:4318/v1/logs");
  expect(await urlOf("https://h:4318/")).toBe("https://h:4318/v1/logs");
  expect(await urlOf("https://h/own/path")).toBe("https://h/own/path");
  expect(await urlOf("https://h:4317", "grpc")).toBe("https://h:4317");
});

test("the proxy is that of the environment, and one that makes no sense is no reason to do without", async () => {
  const env = { HTTPS_PROXY: "http://u:p@proxy:3128", NO_PROXY: "other" };
  expect(await target({}, { env }).made.way()).toMatchObject({
    usable: true,
    route: { headers: [["x-key", "secret"]], proxy: { url: "http://u:p@proxy:3128/" } },
  });
  const excepted = await target({ endpoint: "https://other" }, { env }).made.way();
  expect(excepted.usable && excepted.route.proxy).toBeUndefined();
  expect(await target({}, { env: { HTTPS_PROXY: "socks5://x" } }).made.way()).toMatchObject({
    usable: false,
    code: "PROXY",
  });
  const offered = await offeredTarget({ endpoint: "https://h/v1/x", headers: [] }, env).way();
  expect(offered.usable && offered.route.proxy?.url).toBe("http://u:p@proxy:3128/");
});

test("certificates are read for each export; a missing file is named by its key, and one that goes later is not missed", async () => {
  const authority = new TestAuthority();
  const [first, second] = [authority.client("a"), authority.client("b")];
  const tls = { ca: { file: "ca.pem" }, cert: { file: "c.pem" }, key: { file: "k.pem" } };
  const { made, files, log } = target({ tls });
  const missing = await made.way();
  expect(missing.usable ? "" : missing.reason).toStartWith("certificate: ca.pem: ");
  files.set("ca.pem", authority.cert).set("c.pem", first.cert).set("k.pem", first.key);
  const cert = async () => {
    const way = await made.way();
    return way.usable && way.route.tls?.cert;
  };
  expect(await cert()).toBe(first.cert);
  files.set("c.pem", second.cert).set("k.pem", second.key);
  expect(await cert()).toBe(second.cert);
  files.delete("ca.pem");
  expect(await cert()).toBe(second.cert);
  expect(log.at("error")).toHaveLength(1);
  expect(JSON.stringify(log.lines)).not.toContain("PRIVATE");
});
