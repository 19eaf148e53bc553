import { describe, expect, test } from "bun:test";

import { configOf, linesOf, minimal } from "../../support/supervisor-yaml.ts";

const text = (secrets: string) => `${minimal}storage: { secrets: { ${secrets} } }\n`;
const keyOf = async (secrets: string) => (await configOf(text(secrets))).storage.secretKey;

test.each([
  ["key_source: env, key_name: KEY", { from: "env" as const, name: "KEY" }],
  ["key_source: file, key_name: /etc/key", { from: "file" as const, path: "/etc/key" }],
  ["key_source: command, key_name: /bin/key", { from: "command" as const, executable: "/bin/key", args: [] }],
  [
    "key_source: command, key_name: /bin/key, key_args: [-a, b c]",
    { from: "command" as const, executable: "/bin/key", args: ["-a", "b c"] },
  ],
])("%s says where the key is", async (secrets, expected) => {
  expect(await keyOf(secrets)).toEqual(expected);
});

test("the previous key has the same keys", async () => {
  const { storage } = await configOf(
    text("key_source: file, key_name: /new, previous: { key_source: env, key_name: OLD }"),
  );
  expect(storage).toMatchObject({
    secretKey: { from: "file", path: "/new" },
    previousSecretKey: { from: "env", name: "OLD" },
  });
});

test.each(["", "key_source: none", 'key_source: ""'])("%p: nothing is encrypted", async (secrets) => {
  expect(await keyOf(secrets)).toBeUndefined();
});

describe("what cannot be meant is refused", () => {
  test.each([
    ["key_source: keyring, key_name: x", "key_source must be one of none, env, file, command"],
    ["key_source: env", "key_source: env needs a key_name: the name of the environment variable"],
    ["key_source: file", "key_source: file needs a key_name: the path of the file"],
    ["key_source: command", "key_source: command needs a key_name: the path of the program"],
    [
      "previous: { key_source: env }",
      "previous::key_source: env needs a key_name: the name of the environment variable",
    ],
    ["key_name: KEY", "key_name: has no effect without a key_source"],
    ["key_source: file, key_name: /k, key_args: [a]", "key_args is for the key_source command alone"],
  ])("%s", async (secrets, message) => {
    const lines = await linesOf(text(secrets));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`storage::secrets::${message}`);
  });

  test("and a key that stands where its name should be is not shown", async () => {
    const lines = await linesOf(text("key_source: env, key_name: 4711"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain("4711");
  });
});
