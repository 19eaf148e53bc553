import { connect, type Socket } from "node:net";
import { createServer, type TlsOptions } from "node:tls";

import { serveSockets } from "./serve-sockets.ts";
import { Watch } from "./watch.ts";

export interface TlsFrontOptions extends TlsOptions {
  /** Where connections go on, on 127.0.0.1 and without TLS. */
  to: number;
}

/** Speaks TLS in front of a server that has none, and remembers who came. Stops with its test. */
export class TlsFront {
  readonly port: number;
  readonly #visits: Visits;

  private constructor(port: number, visits: Visits) {
    this.port = port;
    this.#visits = visits;
  }

  static async start({ to, ...tls }: TlsFrontOptions): Promise<TlsFront> {
    const visits: Visits = { names: [], sockets: new Set(), watch: new Watch() };
    const server = createServer(tls, (near) => {
      const far = connect(to, "127.0.0.1");
      far.on("error", () => near.destroy());
      near.pipe(far).pipe(near);
      near.once("close", () => [far.destroy(), visits.sockets.delete(near)]);
      visits.sockets.add(near);
      visits.names.push(String(near.getPeerCertificate().subject?.CN));
      visits.watch.changed();
    }).on("tlsClientError", () => {});
    return new TlsFront(await serveSockets(server), visits);
  }

  /** Common names of the clients, in the order in which they came. */
  get clients(): readonly string[] {
    return this.#visits.names;
  }

  /** Resolves when so many clients have come. */
  visits(count: number): Promise<boolean> {
    return this.#visits.watch.until(() => this.clients.length >= count);
  }

  /** Breaks every connection off. */
  drop(): void {
    for (const socket of this.#visits.sockets) socket.destroy();
  }
}

interface Visits {
  names: string[];
  sockets: Set<Socket>;
  watch: Watch;
}
