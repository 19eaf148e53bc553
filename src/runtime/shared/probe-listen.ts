import { bindTcp } from "#runtime/bind-tcp.ts";

import { errorCode } from "../error-code.ts";
import { addressBits } from "../ip-address.ts";
import { lacksIpv6 } from "../lacks-ipv6.ts";
import type { ListenAddress, ListenProbe } from "../network-ports.ts";
import { socketHolder } from "../os/socket-holder.ts";

/** Hosts that mean all interfaces, of both families: Go takes an IPv4 one so too. */
const everywhere: ReadonlySet<string> = new Set(["", "0.0.0.0", "::"]);

/**
 * Binds the address for a moment. `node:dns` and the like are loaded when they are needed first: they bring megabytes.
 * Like a listener in Go, they let an address be taken whose last connections are still fading (SO_REUSEADDR).
 */
export async function probeListen(address: ListenAddress): Promise<ListenProbe> {
  const { port, transport } = address;
  if (port === 0) return { free: true };
  const host = address.host.replace(/^\[(.*)\]$/, "$1");
  const bind = transport === "tcp" ? bindTcp : bindUdp;
  const resolved = everywhere.has(host) ? { address: "::" } : await resolve(host);
  if ("code" in resolved) return { free: false, code: resolved.code };
  let code = await bind(resolved.address, port);
  if (everywhere.has(host) && lacksIpv6(code)) code = await bind("0.0.0.0", port);
  if (code === undefined) return { free: true };
  const holder = code === "EADDRINUSE" ? socketHolder({ transport, port, address: resolved.address }) : undefined;
  return { free: false, code, ...(holder && { holder }) };
}

/** Of several addresses of a name Go takes the first of IPv4, else the first. */
async function resolve(host: string): Promise<{ address: string } | { code: string }> {
  if (host === "localhost") return { address: "127.0.0.1" };
  if (addressBits(host) !== undefined) return { address: host };
  try {
    const found = await process.getBuiltinModule("node:dns").promises.lookup(host, { all: true });
    const chosen = found.find(({ family }) => family === 4) ?? found[0];
    return chosen ?? { code: "ENOTFOUND" };
  } catch (error) {
    return { code: errorCode(error) ?? "ENOTFOUND" };
  }
}

function bindUdp(address: string, port: number): Promise<string | undefined> {
  const { promise, resolve: done } = Promise.withResolvers<string | undefined>();
  const socket = process.getBuiltinModule("node:dgram").createSocket(address.includes(":") ? "udp6" : "udp4");
  socket.once("error", (error) => {
    socket.close();
    done(errorCode(error) ?? "EUNKNOWN");
  });
  socket.bind({ address, port, exclusive: true }, () => socket.close(() => done(undefined)));
  return promise;
}
