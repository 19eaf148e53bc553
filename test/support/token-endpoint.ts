import { onTestFinished } from "bun:test";

import { Watch } from "./watch.ts";

export interface TokenEndpointOptions {
  /** Default: any free port. */
  port?: number;
  tls?: { cert: string; key: string };
  client: { id: string; secret: string };
  /** Of each token, seconds. Default: an hour. */
  lifeSeconds?: number;
}

/**
 * A token endpoint of OAuth 2.0 (RFC 6749, 4.4) for one client, which says who it is in the header. Its tokens are
 * `issued-token-1`, `issued-token-2` and so on. Stops with its test.
 */
export class TestTokenEndpoint {
  /** The form of every request, oldest first. */
  readonly requests: URLSearchParams[] = [];
  /** How many tokens were given. */
  issued = 0;
  readonly #watch = new Watch();
  readonly #revoked = new Set<string>();
  readonly #options: TokenEndpointOptions;
  readonly #server: Bun.Server<undefined>;

  constructor(options: TokenEndpointOptions) {
    this.#options = options;
    const { port = 0, tls } = options;
    this.#server = Bun.serve({
      port,
      hostname: "127.0.0.1",
      ...(tls && { tls }),
      fetch: (request) => this.#answer(request),
    });
    onTestFinished(() => this.#server.stop(true));
  }

  get url(): string {
    return `${this.#options.tls ? "https://localhost" : "http://127.0.0.1"}:${this.#server.port}/oauth2/token`;
  }

  /** Whether a server is to take this value of the header Authorization. */
  accepts(authorization: string | null): boolean {
    const [, number] = /^Bearer issued-token-(\d+)$/.exec(authorization ?? "") ?? [];
    return Number(number) <= this.issued && !this.#revoked.has(authorization ?? "");
  }

  /** No server is to take the tokens that were given so far. */
  revokeAll(): void {
    for (let number = 1; number <= this.issued; number++) this.#revoked.add(`Bearer issued-token-${number}`);
  }

  /** Resolves when so many requests have come. */
  asked(times: number): Promise<true> {
    return this.#watch.until(() => this.requests.length >= times);
  }

  async #answer(request: Request): Promise<Response> {
    const { id, secret } = this.#options.client;
    this.requests.push(new URLSearchParams(await request.text()));
    this.#watch.changed();
    if (request.headers.get("authorization") !== `Basic ${btoa(`${id}:${secret}`)}`) {
      return Response.json({ error: "invalid_client" }, { status: 401 });
    }
    this.issued += 1;
    const token = `issued-token-${this.issued}`;
    return Response.json({
      access_token: token,
      token_type: "bearer",
      expires_in: this.#options.lifeSeconds ?? 3600,
    });
  }
}
