import { destinationOf } from "../destination.ts";
import { connectTls } from "./connect-tls.ts";
import type { TlsSettings } from "./tls-settings.ts";

/** Milliseconds that the peer has to say what it does not like. */
const patienceMs = 2_000;

/**
 * What ends a TLS handshake with this server, found by another one: `fetch` keeps the alert of the peer to itself.
 * `undefined` where this one ends well. With TLS 1.3 the complaint about a client certificate comes after our side is
 * through, so that is waited for.
 */
export function handshakeError(url: string, settings: TlsSettings): Promise<Error | undefined> {
  const { host, port } = destinationOf(url);
  const outcome = Promise.withResolvers<Error | undefined>();
  const socket = connectTls({ host, port }, host, settings);
  socket.setTimeout(patienceMs, () => socket.destroy());
  socket.once("error", (error) => outcome.resolve(error));
  socket.once("close", () => outcome.resolve(undefined));
  socket.resume();
  return outcome.promise;
}
