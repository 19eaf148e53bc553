import { expect, test } from "bun:test";

import { unboundedWarning } from "../../../../src/supervisor/mind/unbounded.ts";
import { configOf } from "../../../support/supervisor-yaml.ts";

const server = "server: { endpoint: ws://h }\n";
const accepting = "capabilities: { accepts_remote_config: true }\n";
const agent = (bounds = "") => `agent:\n  executable: /x\n${bounds}`;

test("an operator whose server may send any configuration is told so", async () => {
  expect(unboundedWarning(await configOf(server + accepting + agent()))).toBe(
    "Nothing bounds what a remote configuration may do: there is no agent.policy",
  );
});

test.each([
  ["there is a policy", server + accepting + agent("  policy: { limits: { pipelines: 9 } }\n")],
  ["directories are bounded", server + accepting + agent("  access_dirs: [/data]\n")],
  ["no configuration is accepted", server + agent()],
  ["there is no server", agent()],
])("nobody is told where %s", async (_, text) => {
  expect(unboundedWarning(await configOf(text))).toBeUndefined();
});
