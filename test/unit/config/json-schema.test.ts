import { describe, expect, test } from "bun:test";

import { supervisorJsonSchema } from "../../../src/config/json-schema.ts";

/** The part of the schema at a path of keys. */
function at(...path: string[]): unknown {
  let node: unknown = supervisorJsonSchema();
  for (const key of path) {
    const properties = typeof node === "object" && node !== null && "properties" in node ? node.properties : undefined;
    node =
      typeof properties === "object" && properties !== null
        ? Object.entries(properties).find(([name]) => name === key)?.[1]
        : undefined;
  }
  return node;
}

describe("the JSON schema", () => {
  test("is strict and asks for what is needed", () => {
    expect(supervisorJsonSchema()).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "supervisor.yaml",
      type: "object",
      required: ["agent"],
      additionalProperties: false,
    });
    expect(at("agent")).toMatchObject({ required: ["executable"], additionalProperties: false });
    expect(at("agent", "executable")).toMatchObject({ type: "string" });
    expect(at("server")).toMatchObject({ type: ["object", "string"], required: ["endpoint"] });
  });

  test("takes references and unset values where they are allowed", () => {
    expect(at("agent", "opamp_server_port")).toMatchObject({
      type: ["integer", "string", "null"],
      pattern: "\\$\\{.*\\}",
      minimum: 0,
      maximum: 65535,
      default: 0,
    });
    expect(at("agent", "bootstrap_timeout")).toMatchObject({ type: ["string", "null"], default: "10s" });
    expect(at("agent", "args")).toMatchObject({ type: ["array", "string", "null"] });
    expect(at("telemetry", "logs", "encoding")).toMatchObject({
      anyOf: [{ enum: ["json", "console"] }, { type: "string", pattern: "\\$\\{.*\\}" }, { type: "null" }],
    });
    expect(at("server", "tls")).toMatchObject({ type: ["object", "string", "null"] });
  });

  test("has the keys of an extension by its type", () => {
    expect(at("extensions")).toMatchObject({
      additionalProperties: false,
      patternProperties: {
        "^bearertokenauth(/.+)?$": { additionalProperties: false, properties: { token: { type: ["string", "null"] } } },
        "^oauth2client(/.+)?$": { required: ["token_url"] },
      },
    });
  });

  test("describes keys and marks features to come", () => {
    expect(at("gateway", "enabled")).toMatchObject({
      "x-supported": false,
      description: expect.any(String),
    });
    expect(JSON.stringify(supervisorJsonSchema())).not.toContain("x-type");
  });
});
