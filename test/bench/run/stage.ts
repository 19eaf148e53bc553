import { freePort } from "../../support/free-port.ts";
import { BenchServer, type BenchServerOptions } from "./bench-server.ts";
import { servingOn } from "./collector-configurations.ts";
import type { Contestant } from "./contestant.ts";
import { serving } from "./otlp.ts";
import { Site, type SiteOptions } from "./site.ts";
import type { Supervised } from "./supervised.ts";
import { type PauseWatch, watchPauses } from "./watch-pauses.ts";

export type { BenchServer, Site, Supervised };

/** A supervisor under an OpAMP server, whose Collector serves a remote configuration. */
export interface Running {
  server: BenchServer;
  site: Site;
  supervisor: Supervised;
  /** Of the OTLP receiver (HTTP) that the remote configuration asked for. */
  port: number;
}

/** One contestant's turn in one round of one scenario: what it opens is closed after it. */
export class Stage implements AsyncDisposable {
  readonly contestant: Contestant;
  /** Path of the Collector. */
  readonly collector: string;
  readonly #closing: Array<() => Promise<void>> = [];

  constructor(contestant: Contestant, collector: string) {
    this.contestant = contestant;
    this.collector = collector;
  }

  async server(options: BenchServerOptions = {}): Promise<BenchServer> {
    const server = await BenchServer.start(options);
    this.#closing.push(() => server.stop());
    return server;
  }

  async site(options: Omit<SiteOptions, "contestant" | "collector">): Promise<Site> {
    const site = await Site.create({ ...options, contestant: this.contestant, collector: this.collector });
    this.#closing.push(() => site.remove());
    return site;
  }

  /** The origin of an HTTP server that takes whatever it is sent. */
  sink(): string {
    const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
    this.#closing.push(() => server.stop(true));
    return server.url.origin;
  }

  /** A supervisor that has connected and whose Collector is healthy. */
  async connected(options: Pick<SiteOptions, "agent" | "healthPort"> = {}): Promise<Omit<Running, "port">> {
    const server = await this.server();
    const site = await this.site({ server: { endpoint: server.endpoint }, ...options });
    const supervisor = site.start();
    await server.described();
    await server.healthy();
    return { server, site, supervisor };
  }

  /** Looks for pauses of the supervisor that answers for its health on `port`. */
  pauses(port: number): PauseWatch {
    const watch = watchPauses(port);
    this.#closing.push(() => watch.abandon());
    return watch;
  }

  /** A supervisor whose Collector serves a first remote configuration, with the verdict given. */
  async running(agent: SiteOptions["agent"] = {}): Promise<Running> {
    const connected = await this.connected({ agent });
    const port = await freePort();
    connected.server.offer(servingOn(port), "first");
    await serving(port);
    await connected.server.applied("first");
    return { ...connected, port };
  }

  /** Last opened, first closed. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closing.reverse()) await close();
  }
}
