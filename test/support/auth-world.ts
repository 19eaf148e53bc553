import type { AuthConfig, OAuth2ClientConfig } from "../../src/config/auth-types.ts";
import type { HeaderList } from "../../src/config/types.ts";
import { openAuth, type OpenedAuth } from "../../src/connection/auth/open-auth.ts";
import { fixedRoute, type RouteAnswer } from "../../src/opamp/client/route.ts";
import { FakeClock, settle } from "./fake-clock.ts";
import { FakeNetwork, type FakePost } from "./fake-network.ts";
import { MemoryFiles } from "./memory-files.ts";
import { supervisorConfig } from "./supervisor-config.ts";
import { TestLog } from "./test-log.ts";

/** Client credentials with every default. */
export const oauth2: { id: string } & OAuth2ClientConfig = {
  id: "oauth2client/fleet",
  type: "oauth2client",
  tokenUrl: "https://login.test/token",
  grant: { type: "client_credentials", clientId: { text: "agents" }, clientSecret: { text: "hunter22" } },
  scopes: [],
  parameters: [],
  expiryBufferMs: 300_000,
  timeoutMs: 10_000,
  tls: supervisorConfig().server.tls,
};

/** An extension around the way to a server, on a network and a disk in memory. Random numbers are 0.5. */
export class AuthWorld {
  readonly files = new MemoryFiles();
  readonly clock = new FakeClock();
  readonly network = new FakeNetwork();
  readonly log = new TestLog();
  readonly headers: HeaderList;
  readonly env: Record<string, string> = {};
  #auth: OpenedAuth | undefined;

  constructor(headers: HeaderList = []) {
    this.headers = headers;
  }

  async open(auth: AuthConfig) {
    const { files, clock, network, log, env } = this;
    const random = {
      unit: () => 0.5,
      bytes: (length: number) => new Uint8Array(length),
      uuidv7: () => new Uint8Array(16),
    };
    const opening = await openAuth({ auth, files, clock, network, log, env, random });
    if (opening.opened) this.#auth = opening.auth;
    return opening;
  }

  static async opened(auth: AuthConfig, headers?: HeaderList): Promise<AuthWorld> {
    const world = new AuthWorld(headers);
    await world.open(auth);
    return world;
  }

  get auth(): OpenedAuth {
    if (!this.#auth) throw new Error("it was not opened");
    return this.#auth;
  }

  get hidden(): readonly string[] {
    return this.auth.hidden();
  }

  /** What a connection gets that is made now. */
  async ask(signal = new AbortController().signal): Promise<RouteAnswer> {
    const route = this.auth.around(fixedRoute({ url: "wss://server.test/v1/opamp", headers: this.headers }));
    return await route(signal);
  }

  /** Its headers, or why there are none. */
  async given(): Promise<HeaderList | string> {
    return headersOf(await this.ask());
  }

  /** The request for a token that an attempt to connect made, and what comes of the attempt. */
  async asking(): Promise<{ post: FakePost; given: Promise<HeaderList | string> }> {
    const before = this.network.posts.length;
    const given = this.given();
    await settle();
    const post = this.network.posts[before];
    if (!post) throw new Error("nobody was asked for a token");
    return { post, given };
  }

  /** The next attempt asks for a token and gets this one. */
  async getToken(token: string, more: Readonly<Record<string, unknown>> = {}): Promise<HeaderList | string> {
    const { post, given } = await this.asking();
    post.answer(tokenAnswer({ access_token: token, token_type: "Bearer", ...more }));
    return await given;
  }
}

export function tokenAnswer(answer: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(answer));
}

export function headersOf(answer: RouteAnswer): HeaderList | string {
  return answer.usable ? answer.route.headers : `${answer.code}: ${answer.reason}`;
}

/** The form of a request for a token. */
export function formOf({ options }: FakePost): URLSearchParams {
  return new URLSearchParams(new TextDecoder().decode(options.body));
}

/** What a connection has of this token. */
export function bearerOf(token: string) {
  return [["Authorization", `Bearer ${token}`]] as const;
}
