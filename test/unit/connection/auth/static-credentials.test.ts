import { describe, expect, test } from "bun:test";

import type { AuthConfig, SecretSource } from "../../../../src/config/auth-types.ts";
import { AuthWorld } from "../../../support/auth-world.ts";

function bearer(token: SecretSource, more: { scheme?: string; header?: string } = {}): AuthConfig {
  return {
    id: "bearertokenauth/b",
    type: "bearertokenauth",
    token,
    scheme: "Bearer",
    header: "Authorization",
    ...more,
  };
}

function basic(username: SecretSource, password: SecretSource): AuthConfig {
  return { id: "basicauth", type: "basicauth", credentials: { username, password } };
}

describe("a bearer token", () => {
  test("stands over a header of the operator's that has the same name, whatever its case", async () => {
    const headers = [
      ["authorization", "old"],
      ["X-Site", "north"],
    ] as const;
    const world = await AuthWorld.opened(bearer({ text: "token-1" }), headers);
    expect(await world.given()).toEqual([
      ["X-Site", "north"],
      ["Authorization", "Bearer token-1"],
    ]);
  });

  test("has the scheme and the header that are wanted", async () => {
    const world = await AuthWorld.opened(bearer({ text: "token-1" }, { scheme: "", header: "X-Key" }));
    expect(await world.given()).toEqual([["X-Key", "token-1"]]);
  });

  test("is the first line of its file, which is read for each connection", async () => {
    const world = await AuthWorld.opened(bearer({ file: "/token" }));
    world.files.put("/token", "\n token-1 \ntoken-2\n");
    expect(await world.given()).toEqual([["Authorization", "Bearer token-1"]]);
    world.files.put("/token", "token-3");
    expect(await world.given()).toEqual([["Authorization", "Bearer token-3"]]);
    expect(world.log.lines.map(({ message }) => message)).toEqual([
      "The OpAMP server gets the credentials of an extension",
      "A file with credentials has changed; what it holds now is used",
    ]);
    expect(JSON.stringify(world.log.lines)).not.toContain("token-");
  });

  test.each([
    ["missing", undefined, "no such file or directory"],
    ["empty", " \n", "is empty"],
    ["not text", Uint8Array.of(0xff, 0xfe), "is not text in UTF-8"],
    ["without end", "x".repeat(70_000), "has more than 65536 bytes"],
    ["of other characters", "tok\u0000en", "holds characters that no header can have"],
    ["beyond Latin-1", "tökén→", "holds characters that no header can have"],
  ])("whose file is %s keeps the connection from being made, with the reason", async (_, content, reason) => {
    const world = await AuthWorld.opened(bearer({ file: "/token" }));
    if (content !== undefined) world.files.put("/token", content);
    expect(await world.given()).toBe(`AUTH_FILE: no credentials of bearertokenauth/b: /token: ${reason}`);
  });

  test("stays what it was while its file is being exchanged, which is told once", async () => {
    const world = await AuthWorld.opened(bearer({ file: "/token" }));
    world.files.put("/token", "token-1");
    await world.given();
    world.files.put("/token", "");
    expect(await world.given()).toEqual([["Authorization", "Bearer token-1"]]);
    expect(await world.given()).toEqual([["Authorization", "Bearer token-1"]]);
    expect(world.log.at("error").map(({ fields }) => fields)).toEqual([{ reason: "/token: is empty" }]);
    world.files.put("/token", "token-2");
    expect(await world.given()).toEqual([["Authorization", "Bearer token-2"]]);
  });

  test("is hidden, and so are those that its file had", async () => {
    const fixed = await AuthWorld.opened(bearer({ text: "token-0" }));
    expect(fixed.hidden).toEqual(["token-0"]);
    const world = await AuthWorld.opened(bearer({ file: "/token" }));
    for (const number of Array(100).keys()) {
      world.files.put("/token", `token-${number}`);
      await world.given();
    }
    expect(world.hidden).toContain("token-99");
    expect(world.hidden).toContain("token-50");
    expect(world.hidden).toHaveLength(64);
  });
});

describe("basic credentials", () => {
  const encoded = (text: string) => [["Authorization", `Basic ${Buffer.from(text).toString("base64")}`]] as const;

  test("are user name and password in UTF-8, and only the password is hidden", async () => {
    const world = await AuthWorld.opened(basic({ text: "älice" }, { text: "s:cret→" }));
    expect(await world.given()).toEqual(encoded("älice:s:cret→"));
    expect(world.hidden).toContain("s:cret→");
    expect(world.hidden).not.toContain("älice");
  });

  test("come from files, without white space around their text", async () => {
    const world = await AuthWorld.opened(basic({ file: "/user" }, { file: "/password" }));
    world.files.put("/user", "alice\n");
    expect(await world.given()).toBe("AUTH_FILE: no credentials of basicauth: /password: no such file or directory");
    world.files.put("/password", " first one\n");
    expect(await world.given()).toEqual(encoded("alice:first one"));
    world.files.put("/password", "second");
    expect(await world.given()).toEqual(encoded("alice:second"));
    world.files.put("/user", "a:b");
    expect(await world.given()).toEqual(encoded("alice:second"));
    expect(world.log.at("error")[0]?.fields).toEqual({ reason: "/user: must not hold a colon" });
  });

  test.each([
    ["alice:a:b", "alice:a:b"],
    ["# who\n\n alice:secret \nbob:x\n", "alice:secret"],
  ])("come from the first line of htpasswd: %j", async (text, credentials) => {
    const world = await AuthWorld.opened({ id: "basicauth", type: "basicauth", credentials: { htpasswd: { text } } });
    expect(await world.given()).toEqual(encoded(credentials));
    expect(world.hidden).toContain(credentials.slice("alice:".length));
  });

  test.each([
    ["", "is empty"],
    ["alice", "has no line user:password"],
    ["alice:$2y$05$abc", "holds the hash of a password, of which no credentials can be made"],
    ["alice:{SHA}abc=", "holds the hash of a password, of which no credentials can be made"],
  ])("cannot come from htpasswd with %j", async (content, reason) => {
    const world = await AuthWorld.opened({
      id: "basicauth",
      type: "basicauth",
      credentials: { htpasswd: { file: "/users" } },
    });
    world.files.put("/users", content);
    expect(await world.given()).toBe(`AUTH_FILE: no credentials of basicauth: /users: ${reason}`);
  });
});

describe("headers that are set", () => {
  const setter: AuthConfig = {
    id: "headers_setter",
    type: "headers_setter",
    headers: [
      { action: "insert", name: "A", value: { text: "inserted" } },
      { action: "insert", name: "B", value: { text: "inserted" } },
      { action: "update", name: "C", value: { text: "updated" } },
      { action: "update", name: "D", value: { text: "updated" } },
      { action: "upsert", name: "E", value: { file: "/value" } },
      { action: "delete", name: "F" },
    ],
  };
  const headers = [
    ["a", "there"],
    ["c", "there"],
    ["f", "one"],
    ["F", "two"],
  ] as const;

  test("follow their actions", async () => {
    const world = await AuthWorld.opened(setter, headers);
    world.files.put("/value", "of a file\n");
    expect(await world.given()).toEqual([
      ["a", "there"],
      ["B", "inserted"],
      ["C", "updated"],
      ["E", "of a file"],
    ]);
  });

  test("come before those of the extension that they build on, which is named too", async () => {
    const additional = bearer({ text: "token-1" });
    const world = await AuthWorld.opened({ ...setter, headers: setter.headers.slice(0, 1), additional }, headers);
    const answer = await world.ask();
    expect(answer.usable && answer.route.headers.at(-1)).toEqual(["Authorization", "Bearer token-1"]);
    expect(answer.usable && answer.route.credentials?.from).toBe("headers_setter, bearertokenauth/b");
    expect(world.hidden).toEqual(["inserted", "token-1"]);
  });

  test("are missing as a whole while a file is", async () => {
    const world = await AuthWorld.opened(setter, headers);
    expect(await world.given()).toBe("AUTH_FILE: no credentials of headers_setter: /value: no such file or directory");
  });
});

test("a way that cannot be used stays so, and nobody is asked for credentials", async () => {
  const world = await AuthWorld.opened(bearer({ file: "/token" }));
  const reason = { usable: false, code: "PROXY", reason: "no" } as const;
  expect(await world.auth.around(() => reason)(new AbortController().signal)).toEqual(reason);
});

test("the address of a redirect is asked for with credentials too", async () => {
  const world = await AuthWorld.opened(bearer({ text: "token-1" }));
  const asked: (string | undefined)[] = [];
  const route = world.auth.around((_signal, redirectedTo) => {
    asked.push(redirectedTo);
    return { usable: true, route: { url: "wss://h", headers: [] } };
  });
  const answer = await route(new AbortController().signal, "wss://h/other");
  expect(asked).toEqual(["wss://h/other"]);
  expect(answer.usable && answer.route.headers).toEqual([["Authorization", "Bearer token-1"]]);
});
