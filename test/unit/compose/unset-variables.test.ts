import { describe, expect, test } from "bun:test";

import { composed, layers, refused } from "../../support/compose-input.ts";

const env = { HOST: "127.0.0.1", EMPTY: "", NAME: "HOST", LOST: "canary" };
const grpc = (endpoint: string) => `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: ${endpoint}
`;

describe("an address to listen on", () => {
  test.each([
    "${env:NOSUCH}:4317",
    "${NOSUCH}:4317",
    "0.0.0.0:${env:NOSUCH}",
    "${env:EMPTY}:4317",
    "${env:EMPTY:-127.0.0.1}:4317",
    "${env:NOSUCH:-${env:NOSUCH2}}:4317",
    "${env:NOSUCH:-}:4317",
    "${env:${env:NOSUCH:-EMPTY}}:4317",
    "${env:${env:LOST}}:4317",
  ])("that depends on a variable without value is refused: %s", (endpoint) => {
    const refusal = refused({ remoteFiles: new Map([["r", grpc(endpoint)]]), env });
    const path = ["receivers", "otlp", "protocols", "grpc", "endpoint"];
    expect(refusal).toMatchObject({ code: "VARIABLE_UNSET", layer: 'remote file "r"', path, place: { line: 5 } });
    expect(refusal.reason).toStartWith(
      'remote file "r", line 5: receivers::otlp::protocols::grpc::endpoint would listen elsewhere than meant',
    );
  });

  test.each([
    "${env:HOST}:4317",
    "${env:NOSUCH:-127.0.0.1}:4317",
    "${env:NOSUCH:-${env:HOST}}:4317",
    "${env:HOST:-${env:NOSUCH}}:4317",
    "${env:${env:NAME}}:4317",
    "${env:${env:NOSUCH:-HOST}}:4317",
    "$${env:NOSUCH}:4317",
    "127.0.0.1:4317",
  ])("is taken: %s", (endpoint) => {
    composed({ layers: layers(grpc(endpoint)), env });
  });

  test.each([
    "extensions: {health_check: {endpoint: '${env:NOSUCH}:13133'}}",
    "exporters: {prometheus/a: {endpoint: '${env:NOSUCH}:8889'}}",
    "service: {telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: '${env:NOSUCH}'}}}}]}}}",
    "service: {telemetry: {metrics: {readers: [{pull: {exporter: {prometheus/development: {host: '${env:NOSUCH}'}}}}]}}}",
    "service: {telemetry: {metrics: {address: '${env:NOSUCH}:8888'}}}",
    "processors: {remotetap: {endpoint: '${env:NOSUCH}:12001'}}",
  ])("is found wherever something listens: %s", (layer) => {
    expect(refused({ layers: layers(layer), env }).code).toBe("VARIABLE_UNSET");
  });

  test.each([
    ["grpc: {endpoint: '${env:HELD}'}", "${env:NOSUCH}:4318"],
    ["grpc: {endpoint: '${env:HELD}'}", "${env:MORE}"],
    ["grpc: '${env:HELD}'", "endpoint: ${env:NOSUCH}:4318"],
    ["grpc: '${env:HELD}'", "endpoint: ${env:MORE}"],
    ["grpc: '${env:NOSUCH2:-endpoint: ${env:NOSUCH}:4318}'", ""],
  ])("is found in what a variable holds: %s with %s", (protocol, held) => {
    const layer = `receivers: {otlp: {protocols: {${protocol}}}}`;
    const refusal = refused({
      layers: layers(layer),
      env: { HELD: held, MORE: "${env:NOSUCH}:4318" },
    });
    expect(refusal).toMatchObject({ code: "VARIABLE_UNSET", place: { line: 1 } });
    expect(refusal.reason).toContain(
      "receivers::otlp::protocols::grpc::endpoint would listen elsewhere than meant, since the variable NOSUCH is not set",
    );
  });

  test.each([
    "exporters: {otlp: {endpoint: '${env:NOSUCH}:4317'}}",
    "receivers: {filelog: {include: ['${env:NOSUCH}']}}",
    "service: {telemetry: {resource: {host: '${env:NOSUCH}'}}}",
  ])("is not what this is: %s", (layer) => {
    composed({ layers: layers(layer), env });
  });

  test.each([
    ["${env:X}:1", "the variable X is not set; set it, or write ${env:X:-127.0.0.1} with the default that you mean"],
    [
      "${env:EMPTY:-a}:1",
      "the variable EMPTY is empty, for which no default counts; set it to an address, or unset it",
    ],
    ["${env:${env:LOST}}:1", "the variable of ${env:${env:LOST}} is not set; set it"],
  ])("is told with the variable as it is written, never as it is resolved: %s", (endpoint, why) => {
    expect(refused({ layers: layers(grpc(endpoint)), env }).reason).toEndWith(
      `would listen elsewhere than meant, since ${why}`,
    );
  });
});
