import { describe, expect, test } from "bun:test";

import { AuthWorld, bearerOf, oauth2, tokenAnswer } from "../../../support/auth-world.ts";

const minute = 60_000;

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
      {
        code: "TLS_FILE",
        path: ["extensions", "oauth2client/fleet", "tls", "ca_file"],
        message: "/ca.pem: no such file or directory",
      },
    ],
  });
});
