import { addressBits } from "../runtime/ip-address.ts";
import type { ListenNeed } from "./listen-needs.ts";

/** Two addresses of which a machine gives only one at a time, in the order in which they stand. */
export interface AddressClash {
  first: ListenNeed;
  second: ListenNeed;
}

/** The first two listeners of one configuration that would have the same port of the same interface. */
export function findAddressClash(needs: readonly ListenNeed[]): AddressClash | undefined {
  const seen = new Map<string, ListenNeed[]>();
  for (const second of needs) {
    const key = `${second.transport} ${second.port}`;
    const others = seen.get(key) ?? [];
    const first = others.find((other) => other.listener !== second.listener && overlap(other, second));
    if (first !== undefined) return { first, second };
    seen.set(key, [...others, second]);
  }
  return undefined;
}

/** Whether two addresses of one port and transport are the same, or one is all interfaces of a family that the other is of. */
function overlap(one: ListenNeed, other: ListenNeed): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  if (a.family !== undefined && b.family !== undefined && a.family !== b.family) return false;
  return a.host === undefined || b.host === undefined || a.host === b.host;
}

/** No host: all interfaces; no family: both, or that of a name, which only the network knows. */
function rangeOf({ host, family }: ListenNeed): { host: string | undefined; family: number | undefined } {
  const bits = host === "localhost" && family !== 6 ? addressBits("127.0.0.1") : addressBits(host);
  if (host === "" || bits?.includes("1") === false) return { host: undefined, family };
  if (bits === undefined) return { host, family };
  return { host: bits, family: bits.length === 32 ? 4 : 6 };
}
