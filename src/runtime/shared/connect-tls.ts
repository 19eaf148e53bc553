import type { Socket } from "node:net";
import type { ConnectionOptions, TLSSocket } from "node:tls";

import { addressBits } from "../ip-address.ts";
import { nodeTls, type TlsSettings } from "./tls-settings.ts";

/**
 * A connection of `node:tls`, over a new connection to a place or over one that is there. The server proves to be `host`, or
 * what the settings name in its stead. An IP address is none of the names that the server is told before (RFC 6066,
 * section 3): `node:tls` throws where it is given as one.
 *
 * @param protocols those that are offered (ALPN). Default: none, which leaves it to the server.
 */
export function connectTls(
  way: { socket: Socket } | { host: string; port: number },
  host: string,
  { serverName = host, ...settings }: TlsSettings,
  protocols: readonly string[] = [],
): TLSSocket {
  const { checkServerIdentity, connect } = process.getBuiltinModule("node:tls");
  const proof: ConnectionOptions =
    addressBits(serverName) === undefined
      ? { servername: serverName }
      : { checkServerIdentity: (_host, certificate) => checkServerIdentity(serverName, certificate) };
  return connect({
    ...way,
    ...nodeTls(settings),
    ...proof,
    ...(protocols.length > 0 && { ALPNProtocols: [...protocols] }),
  });
}
