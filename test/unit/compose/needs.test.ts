import { describe, expect, test } from "bun:test";

import { composed, layers } from "../../support/compose-input.ts";

function needsOf(text: string, env: Record<string, string> = {}) {
  return composed({ layers: layers(text, quiet), env }).needs;
}

const quiet = "service: {telemetry: {metrics: {level: none}}}\n";

const otlp = (settings: string, receivers = "[otlp]") =>
  `receivers: {otlp: ${settings}}\nservice: {pipelines: {traces: {receivers: ${receivers}, exporters: [nop]}}}\n`;

describe("what a configuration needs of the machine", () => {
  test("are the addresses of listening components, with their place", () => {
    const { listens } = needsOf(otlp("{protocols: {grpc: {endpoint: '0.0.0.0:4317'}}}"));
    expect(listens).toEqual([
      { host: "0.0.0.0", port: 4317, at: "receivers::otlp::protocols::grpc::endpoint (local file 1.yaml, line 1)" },
    ]);
  });

  test("are the addresses that components choose by themselves", () => {
    const { listens } = needsOf(otlp("{protocols: {grpc: , http: {}}}"));
    expect(listens.map(({ host, port }) => `${host}:${port}`)).toEqual(["localhost:4317", "localhost:4318"]);
  });

  test("are addresses with the values of variables in them, and their defaults", () => {
    const { listens } = needsOf(otlp("{protocols: {grpc: {endpoint: '${env:HOST}:${env:PORT:-4317}'}}}"), {
      HOST: "127.0.0.1",
    });
    expect(listens).toMatchObject([{ host: "127.0.0.1", port: 4317 }]);
  });

  test.each([
    ["a component that no pipeline names", otlp("{protocols: {grpc: {endpoint: 'localhost:4317'}}}", "[nop]")],
    ["port 0", otlp("{protocols: {grpc: {endpoint: 'localhost:0'}}}")],
    ["an address that only the Collector knows", otlp("{protocols: {grpc: {endpoint: '${file:/a}'}}}")],
    [
      "a receiver that asks a peer",
      "receivers: {redis: {endpoint: 'localhost:6379'}}\nservice: {pipelines: {metrics: {receivers: [redis], exporters: [nop]}}}\n",
    ],
    [
      "an exporter that sends to a peer",
      "exporters: {otlp: {endpoint: 'localhost:4317'}}\nservice: {pipelines: {metrics: {receivers: [nop], exporters: [otlp]}}}\n",
    ],
    [
      "a part that listens by UDP",
      "receivers: {jaeger: {protocols: {thrift_compact: {endpoint: 'localhost:6831'}}}}\nservice: {pipelines: {traces: {receivers: [jaeger], exporters: [nop]}}}\n",
    ],
  ])("is nothing for %s", (_, text) => {
    expect(needsOf(text)).toEqual({ listens: [], files: [] });
  });

  test("are the files of TLS of every component that is started", () => {
    const text =
      "exporters: {otlp/a: {endpoint: 'x:1', tls: {ca_file: /etc/ca.pem}}, otlp/b: {tls: {ca_file: /etc/b.pem}}}\n" +
      "service: {pipelines: {metrics: {receivers: [nop], exporters: [otlp/a]}}}\n";
    expect(needsOf(text).files).toEqual([
      { file: "/etc/ca.pem", at: "exporters::otlp/a::tls::ca_file (local file 1.yaml, line 1)" },
    ]);
  });

  test("are the addresses of extensions that are started", () => {
    const text = "extensions: {health_check: , pprof: {endpoint: ':1777'}}\nservice: {extensions: [health_check]}\n";
    expect(needsOf(text).listens).toMatchObject([{ host: "localhost", port: 13_133 }]);
  });

  test("are the pages of the Collector's own metrics, which are there unless they are switched off", () => {
    const pages = (text: string) =>
      composed({ layers: layers(text) }).needs.listens.map(({ host, port }) => `${host}:${port}`);
    expect(pages("{}")).toEqual(["localhost:8888"]);
    expect(pages(quiet)).toEqual([]);
    const reader = "{pull: {exporter: {prometheus: {host: 127.0.0.1, port: 8889}}}}";
    expect(pages(`service: {telemetry: {metrics: {readers: [${reader}]}}}`)).toEqual(["127.0.0.1:8889"]);
    expect(pages("service: {telemetry: {metrics: {readers: [{periodic: {}}]}}}")).toEqual([]);
  });
});
