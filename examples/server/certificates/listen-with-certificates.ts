import { connect } from "node:net";
import { createServer, type TLSSocket } from "node:tls";

import type { Listener, ListenOptions } from "../../../src/runtime/listen-ports.ts";
import type { Network } from "../../../src/runtime/network-ports.ts";

/** What the TLS in front knows of a connection, by the address under which the listener behind it sees that. */
interface Visitor {
  remoteAddress: string;
  certificate: Uint8Array | undefined;
}

/** How long a client has to take what it was sent last and to close, milliseconds. */
const lingerMs = 5_000;

/**
 * A network whose listener asks clients for a certificate, lets in those that have none, and tells the certificate of the
 * others: the listener of the runtime itself cannot. TLS ends in front of it; behind, on a port of the loopback interface
 * that answers to nobody else, it has connections without.
 */
export function networkWithCertificates(network: Network): Network {
  return {
    ...network,
    listen: (options) => (options.tls ? listenWithCertificates(network, options) : network.listen(options)),
  };
}

async function listenWithCertificates<Context>(network: Network, options: ListenOptions<Context>): Promise<Listener> {
  const { tls, hostname, port, ...others } = options;
  const visitors = new Map<string, Visitor>();
  const inner = await network.listen<Context>({
    ...others,
    hostname: "127.0.0.1",
    port: 0,
    request(head) {
      const visitor = visitors.get(head.remoteAddress);
      if (!visitor) return { kind: "answer", answer: { status: 403, body: "this port is not for you\n" } };
      const { remoteAddress, certificate } = visitor;
      return options.request({ ...head, remoteAddress, ...(certificate && { clientCertificate: certificate }) });
    },
  });
  const front = createServer({ cert: tls?.cert, key: tls?.key, requestCert: true, rejectUnauthorized: false }, (near) =>
    passOn(near, inner.port, visitors),
  );
  front.on("tlsClientError", () => {});
  try {
    const bound = await bind(front, port, hostname);
    return {
      port: bound,
      stop: async () => {
        front.close();
        await inner.stop();
      },
    };
  } catch (error) {
    await inner.stop();
    throw error;
  }
}

/** Nothing is passed on before it is known by which address the connection is to be found. */
function passOn(near: TLSSocket, to: number, visitors: Map<string, Visitor>): void {
  const { raw } = near.getPeerCertificate();
  const visitor = {
    remoteAddress: `${near.remoteAddress}:${near.remotePort}`,
    certificate: raw ? Uint8Array.from(raw) : undefined,
  };
  const far = connect(to, "127.0.0.1");
  let behind = "";
  far.once("connect", () => {
    behind = `127.0.0.1:${far.localPort}`;
    visitors.set(behind, visitor);
    near.pipe(far).pipe(near);
  });
  far.on("error", () => near.destroy());
  far.once("close", () => {
    near.end();
    near.setTimeout(lingerMs, () => near.destroy());
  });
  near.on("error", () => far.destroy());
  near.once("close", () => {
    far.destroy();
    visitors.delete(behind);
  });
}

function bind(front: ReturnType<typeof createServer>, port: number, hostname: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  front.once("error", reject);
  front.listen(port, hostname, () => {
    const address = front.address();
    resolve(typeof address === "object" && address !== null ? address.port : port);
  });
  return promise;
}
