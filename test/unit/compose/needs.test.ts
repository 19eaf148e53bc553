import { describe, expect, test } from "bun:test";

import { composed, layers } from "../../support/compose-input.ts";

function needsOf(text: string, env: Record<string, string> = {}) {
  return composed({ layers: layers(text, quiet), env }).needs;
}

const quiet = "service: {telemetry: {metrics: {level: none}}}\n";

const healthCheck = (settings: string) =>
  `extensions: {health_check: ${settings}}\nservice: {extensions: [health_check]}\n`;

const otlp = (settings: string, receivers = "[otlp]") =>
  `receivers: {otlp: ${settings}}\nservice: {pipelines: {traces: {receivers: ${receivers}, exporters: [nop]}}}\n`;

describe("what a configuration needs of the machine", () => {
  test("are the addresses of listening components, with their place", () => {
    const { listens } = needsOf(otlp("{protocols: {grpc: {endpoint: '0.0.0.0:4317'}}}"));
    expect(listens).toEqual([
      {
        host: "0.0.0.0",
        port: 4317,
        transport: "tcp",
        listener: "receivers::otlp::protocols::grpc",
        at: "receivers::otlp::protocols::grpc::endpoint (local file 1.yaml, line 1)",
      },
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
    ["a protocol that is switched off", otlp("{protocols: {grpc: {enabled: false, endpoint: 'localhost:4317'}}}")],
    ["a protocol that is switched off and says no more", otlp("{protocols: {grpc: {enabled: false}}}")],
    ["a socket in the file system", otlp("{protocols: {grpc: {endpoint: 'a:1', transport: unix}}}")],
    [
      "the peer of a part that only speaks to somebody",
      "receivers: {jaeger: {remote_sampling: {endpoint: 'localhost:14250'}}}\nservice: {pipelines: {traces: {receivers: [jaeger], exporters: [nop]}}}\n",
    ],
    [
      "a sole health check that listens by its new sections and has none",
      healthCheck("{use_v2: true, endpoint: 'a:1'}"),
    ],
  ])("is nothing for %s", (_, text) => {
    expect(needsOf(text)).toEqual({ listens: [], files: [] });
  });

  test.each([
    ["jaeger: {protocols: {thrift_compact: {endpoint: 'localhost:6831'}}}", "udp"],
    ["statsd: {endpoint: 'localhost:8125'}", "udp"],
    ["statsd: {endpoint: 'localhost:8125', transport: tcp4}", "tcp"],
    ["udplog: {listen_address: 'localhost:54526'}", "udp"],
    ["syslog: {udp: {listen_address: 'localhost:54526'}}", "udp"],
    ["syslog: {tcp: {listen_address: 'localhost:54526'}}", "tcp"],
  ] as const)("are addresses with their transport: %s", (receiver, transport) => {
    const [type = ""] = receiver.split(":");
    const text = `receivers: {${receiver}}\nservice: {pipelines: {logs: {receivers: [${type}], exporters: [nop]}}}\n`;
    expect(needsOf(text).listens).toMatchObject([{ host: "localhost", transport }]);
  });

  test("are the addresses in a mapping that a variable holds, and those that it refers on to", () => {
    const listens = (env: Record<string, string>) => needsOf(otlp("{protocols: {grpc: '${env:GRPC}'}}"), env).listens;
    const at = "receivers::otlp::protocols::grpc::endpoint (local file 1.yaml, line 1)";
    expect(listens({ GRPC: "endpoint: '${env:HOST}:4320'", HOST: "127.0.0.1" })).toMatchObject([
      { host: "127.0.0.1", port: 4320, at },
    ]);
    expect(listens({ GRPC: "${env:OTHER}", OTHER: "{endpoint: 'localhost:4321'}" })).toMatchObject([
      { port: 4321, at },
    ]);
    expect(listens({ GRPC: "${env:GRPC}" })).toEqual([]);
  });

  test("are the new addresses of a health check that has them in use", () => {
    const { listens } = needsOf(
      healthCheck("{use_v2: true, endpoint: 'a:1', http: {endpoint: 'b:2'}, grpc: {endpoint: 'c:3'}}"),
    );
    expect(listens.map(({ port }) => port)).toEqual([2, 3]);
    expect(needsOf(healthCheck("{endpoint: 'a:1', http: {endpoint: 'b:2'}}")).listens).toMatchObject([{ port: 1 }]);
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
    const newer = reader.replace("prometheus", "prometheus/development");
    expect(pages(`service: {telemetry: {metrics: {readers: [${newer}]}}}`)).toEqual(["127.0.0.1:8889"]);
    expect(pages("service: {telemetry: {metrics: {readers: [{periodic: {}}]}}}")).toEqual([]);
  });
});
