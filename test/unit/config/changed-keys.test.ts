import { describe, expect, test } from "bun:test";

import { changedKeys, isTakenLive } from "../../../src/config/changed-keys.ts";
import { loadText } from "../../support/supervisor-yaml.ts";

async function statedIn(agent: string, more = ""): Promise<object> {
  const text = `server: { endpoint: ws://127.0.0.1:1/v1 }\nagent: { executable: /x, ${agent} }\n${more}\n`;
  const result = await loadText(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.stated;
}

describe("the keys that say something else", () => {
  test.each([
    ["", "", "", []],
    ["", "config_apply_timeout: 5s", "", []],
    ["", "config_apply_timeout: 6s", "", ["agent::config_apply_timeout"]],
    ["config_files: [a]", "config_files: [a, b]", "", ["agent::config_files"]],
    ["env: {A: b}", "env: {A: c, D: e}", "", ["agent::env::A", "agent::env::D"]],
    ["", "package: { keep: 5 }", "", ["agent::package::keep"]],
    [
      "",
      "passthrough_logs: true",
      "storage: { directory: /y }\ntelemetry: { logs: { level: debug } }",
      ["agent::passthrough_logs", "storage::directory", "telemetry::logs::level"],
    ],
    ["", "", "extensions: { basicauth: { client_auth: { username: u, password: p } } }", []],
  ])("%j, then %j %j", async (before, after, more, expected) => {
    expect(changedKeys(await statedIn(before), await statedIn(after, more)).toSorted()).toEqual(expected);
  });

  test("a credential that is used is one of them, and its value is not told", () => {
    const keys = changedKeys({ extensions: { password: "old" } }, { extensions: { password: "new" } });
    expect(keys).toEqual(["extensions::password"]);
  });
});

test("what has made the process, or what the server was told of it, is not taken while it runs", () => {
  expect(
    ["agent::config_files", "agent::description::identifying_attributes", "agent::policy"].map(isTakenLive),
  ).toEqual([true, true, true]);
  for (const key of [
    "agent::executable",
    "agent::env::A",
    "agent::config_files_of",
    "capabilities",
    "server::endpoint",
  ]) {
    expect([key, isTakenLive(key)]).toEqual([key, false]);
  }
});
