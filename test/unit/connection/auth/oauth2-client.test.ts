import { describe, expect, test } from "bun:test";

import { AuthWorld, formOf, headersOf, oauth2, tokenAnswer } from "../../../support/auth-world.ts";

const minute = 60_000;

function bearerOf(token: string) {
  return [["Authorization", `Bearer ${token}`]] as const;
}

describe("the request for a token", () => {
  test("is a form with the client in the header, its name and secret encoded", async () => {
    const world = await AuthWorld.opened({
      ...oauth2,
      grant: { type: "client_credentials", clientId: { text: "a b" }, clientSecret: { text: "ü/+" } },
      scopes: ["x", "y"],
      parameters: [
        ["audience", "one & two"],
        ["resource", "r"],
        ["resource", "s"],
      ],
    });
    const { post } = await world.asking();
    expect(Object.fromEntries(post.options.headers)).toEqual({
      "Content-Type": "application/x-www-form-urlencoded",
      Accept: "application/json",
      Authorization: `Basic ${btoa("a+b:%C3%BC%2F%2B")}`,
    });
    expect(formOf(post).toString()).toBe(
      "grant_type=client_credentials&scope=x+y&audience=one+%26+two&resource=r&resource=s",
    );
    expect(post.options).toMatchObject({ url: "https://login.test/token", timeoutMs: 10_000 });
  });

  test("has the grant type of endpoint_params where one is there", async () => {
    const world = await AuthWorld.opened({ ...oauth2, parameters: [["grant_type", "own"]] });
    const { post } = await world.asking();
    expect(formOf(post).getAll("grant_type")).toEqual(["own"]);
  });

  test("reads the files of name and secret anew", async () => {
    const world = await AuthWorld.opened({
      ...oauth2,
      grant: { type: "client_credentials", clientId: { file: "/id" }, clientSecret: { file: "/secret" } },
    });
    const missing = "AUTH_FILE: no credentials of oauth2client/fleet: /id: no such file or directory";
    expect(await world.given()).toBe(missing);
    world.files.put("/id", "agents\n");
    world.files.put("/secret", "first-secret\n");
    const first = await world.asking();
    expect(Object.fromEntries(first.post.options.headers)["Authorization"]).toBe(
      `Basic ${btoa("agents:first-secret")}`,
    );
    first.post.fail({ code: "ECONNREFUSED", message: "nobody is there" });
    await first.given;
    world.files.put("/secret", "second-secret\n");
    const second = await world.asking();
    expect(Object.fromEntries(second.post.options.headers)["Authorization"]).toBe(
      `Basic ${btoa("agents:second-secret")}`,
    );
    expect(world.hidden).toContain("first-secret");
    expect(world.hidden).toContain("second-secret");
  });

  test("takes the proxy of the environment, or is not made where that cannot be used", async () => {
    const world = await AuthWorld.opened(oauth2);
    world.env["HTTPS_PROXY"] = "http://proxy.test:3128";
    const { post, given } = await world.asking();
    expect(post.options.proxy).toEqual({ url: "http://proxy.test:3128/" });
    post.answer(tokenAnswer({}), { status: 500 });
    await given;
    world.env["HTTPS_PROXY"] = "socks5://proxy.test";
    expect(await world.given()).toStartWith("AUTH_TOKEN: no credentials of oauth2client/fleet: no token from https");
  });

  test("is made once more with the client in the body, where the header is refused; what was accepted is kept", async () => {
    const world = await AuthWorld.opened(oauth2);
    const { post, given } = await world.asking();
    post.answer(tokenAnswer({ error: "invalid_client" }), { status: 401 });
    const attempt = world.network.posts;
    while (attempt.length < 2) await Promise.resolve();
    expect(Object.fromEntries(formOf(attempt[1] ?? post))).toMatchObject({
      client_id: "agents",
      client_secret: "hunter22",
    });
    expect(Object.fromEntries(attempt[1]?.options.headers ?? [])).not.toHaveProperty("Authorization");
    attempt[1]?.answer(tokenAnswer({ access_token: "token-1", expires_in: 60 }));
    expect(await given).toEqual(bearerOf("token-1"));
    world.clock.advance(minute);
    const again = await world.asking();
    expect(formOf(again.post).get("client_id")).toBe("agents");
  });

  test("ends with the attempt to connect", async () => {
    const world = await AuthWorld.opened(oauth2);
    const attempt = new AbortController();
    const answer = world.ask(attempt.signal);
    while (world.network.posts.length === 0) await Promise.resolve();
    attempt.abort();
    expect(headersOf(await answer)).toStartWith("ABORTED");
    expect(await world.getToken("token-1")).toEqual(bearerOf("token-1"));
  });
});

describe("a token", () => {
  test("is kept until the buffer before its end, then renewed", async () => {
    const world = await AuthWorld.opened(oauth2);
    expect(await world.getToken("token-1", { expires_in: 3600 })).toEqual(bearerOf("token-1"));
    world.clock.advance(55 * minute - 1);
    expect(await world.given()).toEqual(bearerOf("token-1"));
    world.clock.advance(1);
    expect(await world.getToken("token-2", { expires_in: "3600" })).toEqual(bearerOf("token-2"));
    expect(world.hidden).toContain("token-1");
    expect(world.hidden).toContain("token-2");
  });

  test("that lives for less than the buffer is kept for half of its life", async () => {
    const world = await AuthWorld.opened(oauth2);
    await world.getToken("token-1", { expires_in: 60 });
    world.clock.advance(minute / 2 - 1);
    expect(await world.given()).toEqual(bearerOf("token-1"));
    world.clock.advance(1);
    expect(await world.getToken("token-2")).toEqual(bearerOf("token-2"));
  });

  test("whose life is not told is kept", async () => {
    const world = await AuthWorld.opened(oauth2);
    await world.getToken("token-1");
    world.clock.advance(10_000 * minute);
    expect(await world.given()).toEqual(bearerOf("token-1"));
  });

  test("ends by the clock that says more: the wall clock goes on while the machine sleeps", async () => {
    const world = await AuthWorld.opened(oauth2);
    await world.getToken("token-1", { expires_in: 3600 });
    world.clock.jump(60 * minute);
    expect(await world.getToken("token-2", { expires_in: 3600 })).toEqual(bearerOf("token-2"));
    world.clock.jump(-600 * minute);
    world.clock.advance(60 * minute);
    expect(await world.getToken("token-3")).toEqual(bearerOf("token-3"));
  });

  test("is got once for two who ask at the same time", async () => {
    const world = await AuthWorld.opened(oauth2);
    const { post, given } = await world.asking();
    const other = world.given();
    post.answer(tokenAnswer({ access_token: "token-1" }));
    expect(await Promise.all([given, other])).toEqual([bearerOf("token-1"), bearerOf("token-1")]);
    expect(world.network.posts).toHaveLength(1);
  });

  test.each([
    [undefined, "Bearer"],
    ["bearer", "Bearer"],
    ["BEARER", "Bearer"],
    ["DPoP", "DPoP"],
  ])("of the type %p is sent as %s", async (type, scheme) => {
    const world = await AuthWorld.opened(oauth2);
    expect(await world.getToken("token-1", { token_type: type })).toEqual([["Authorization", `${scheme} token-1`]]);
  });
});

describe("where the endpoint gives none", () => {
  const begin = "AUTH_TOKEN: no credentials of oauth2client/fleet: no token: https://login.test/token";

  test.each([
    ["nothing of use", {}, 200, "answered with something that holds no access_token"],
    [
      "an error",
      { error: "invalid_scope", error_description: "no\nsuch" },
      404,
      "answered with HTTP 404: invalid_scope, no such",
    ],
    ["a redirect", {}, 302, "answered with HTTP 302"],
    ["an error that quotes the secret", { error: "bad hunter22" }, 500, "answered with HTTP 500: bad [REDACTED]"],
    ["an error in a success", { error: "no" }, 200, "answered with something that holds no access_token: no"],
    ["a token that cannot be sent", { access_token: "a\nb" }, 200, "gave a token that no header can hold"],
    ["a long story", { error: "x".repeat(300) }, 500, `answered with HTTP 500: ${"x".repeat(200)}…`],
  ])("but %s, no connection is made, with the cause", async (_, answer, status, cause) => {
    const world = await AuthWorld.opened(oauth2);
    const { post, given } = await world.asking();
    post.answer(tokenAnswer(answer), { status });
    expect(await given).toBe(`${begin} ${cause}`);
  });

  test("since it is not there, no connection is made, with the cause; the next attempt asks again", async () => {
    const world = await AuthWorld.opened(oauth2);
    const { post, given } = await world.asking();
    post.fail({ code: "ECONNREFUSED", message: "nothing accepts connections at login.test" });
    expect(await given).toBe(
      "AUTH_TOKEN: no credentials of oauth2client/fleet: no token from https://login.test/token: nothing accepts connections at login.test (ECONNREFUSED)",
    );
    expect(await world.getToken("token-1")).toEqual(bearerOf("token-1"));
  });

  test("since it has too much to do, it is left alone for as long as it says", async () => {
    const world = await AuthWorld.opened(oauth2);
    const { post, given } = await world.asking();
    post.answer(new Uint8Array(), { status: 429, headers: { "retry-after": "100" } });
    const refusal = `${begin} answered with HTTP 429`;
    expect(await given).toBe(refusal);
    world.clock.advance(100_000);
    expect(await world.given()).toBe(refusal);
    world.clock.advance(10_000);
    expect(await world.getToken("token-1")).toEqual(bearerOf("token-1"));
  });

  test("for a renewal, the token that is there is used until its end, and the endpoint asked after waits that grow", async () => {
    const world = await AuthWorld.opened(oauth2);
    await world.getToken("token-1", { expires_in: 600 });
    world.clock.advance(5 * minute);
    for (const waitMs of [500, 1_000, 2_000]) {
      const { post, given } = await world.asking();
      post.fail({ code: "ETIMEDOUT", message: "it does not answer" });
      expect(await given).toEqual(bearerOf("token-1"));
      world.clock.advance(waitMs - 1);
      expect(await world.given()).toEqual(bearerOf("token-1"));
      world.clock.advance(1);
    }
    expect(world.network.posts).toHaveLength(4);
    expect(world.log.at("warn").map(({ fields }) => fields["retry_in_ms"])).toEqual([500, 1_000, 2_000]);
    expect(world.log.at("warn")[0]).toMatchObject({
      message: "The token cannot be renewed; the one that is there is used until its end",
      fields: { code: "AUTH_TOKEN", ends_in_ms: 300_000 },
    });
    world.clock.advance(5 * minute);
    const { post, given } = await world.asking();
    post.fail({ code: "ETIMEDOUT", message: "it does not answer" });
    expect(await given).toStartWith("AUTH_TOKEN");
  });
});

describe("a token that the server refuses", () => {
  async function refused(world: AuthWorld): Promise<boolean | undefined> {
    const answer = await world.ask();
    return answer.usable ? answer.route.credentials?.refused() : undefined;
  }

  test("is dropped: another one is got for the next connection, at once", async () => {
    const world = await AuthWorld.opened(oauth2);
    await world.getToken("token-1");
    expect(await refused(world)).toBe(true);
    expect(await world.getToken("token-2")).toEqual(bearerOf("token-2"));
  });

  test("when it was given for the first time is dropped too, but another one would not do better", async () => {
    const world = await AuthWorld.opened(oauth2);
    const first = refused(world);
    while (world.network.posts.length === 0) await Promise.resolve();
    world.network.posts[0]?.answer(tokenAnswer({ access_token: "token-1" }));
    expect(await first).toBe(false);
    expect(await world.getToken("token-2")).toEqual(bearerOf("token-2"));
  });
});

test("TLS material of the endpoint that cannot be used is a problem at the start, at its key", async () => {
  const world = new AuthWorld();
  const opening = await world.open({ ...oauth2, tls: { ...oauth2.tls, ca: { file: "/ca.pem" } } });
  expect(opening).toEqual({
    opened: false,
    problems: [
      { path: ["extensions", "oauth2client/fleet", "tls", "ca_file"], message: "/ca.pem: no such file or directory" },
    ],
  });
});
