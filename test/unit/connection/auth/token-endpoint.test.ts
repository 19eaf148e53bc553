import { describe, expect, test } from "bun:test";

import { AuthWorld, bearerOf, formOf, headersOf, oauth2, tokenAnswer } from "../../../support/auth-world.ts";

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
    world.clock.advance(60_000);
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
