import { readdirSync, readlinkSync } from "node:fs";

import { addressBits } from "../ip-address.ts";
import type { PortHolder } from "../network-ports.ts";
import { listPids, readProc } from "./linux-processes.ts";

export interface HeldAddress {
  transport: "tcp" | "udp";
  port: number;
  /** An IP address; `::` is all of both families. */
  address: string;
}

/** States of the kernel's tables: a TCP socket that listens, a UDP socket without a peer. */
const waiting = { tcp: "0A", udp: "07" } as const;

/**
 * The process that keeps others off an address, as far as it can be seen: on Linux alone, within the own network
 * namespace, and without rights of an administrator only among the processes of the same user.
 */
export function socketHolder(wanted: HeldAddress): PortHolder | undefined {
  if (process.platform !== "linux") return undefined;
  const { transport } = wanted;
  const links = new Set(
    [transport, `${transport}6`]
      .flatMap((table) => readTable(table))
      .filter((socket) => socket.state === waiting[transport] && collides(socket, wanted))
      .map(({ inode }) => `socket:[${inode}]`),
  );
  const pid = links.size === 0 ? undefined : listPids().find((candidate) => hasOpen(candidate, links));
  return pid === undefined ? undefined : { pid, name: nameOf(pid) };
}

interface SocketEntry {
  /** As `addressBits` has it. */
  bits: string;
  port: number;
  state: string;
  inode: string;
}

function collides(socket: SocketEntry, { port, address }: HeldAddress): boolean {
  if (socket.port !== port) return false;
  const bits = addressBits(address);
  return [socket.bits, bits].some((side) => side === undefined || isWildcard(side)) || socket.bits === bits;
}

function isWildcard(bits: string): boolean {
  return !bits.includes("1");
}

function readTable(name: string): SocketEntry[] {
  const lines = (readProc("self", `net/${name}`) ?? "").split("\n").slice(1);
  return lines.flatMap((line) => {
    const [, local = "", , state = "", , , , , , inode = ""] = line.trim().split(/\s+/);
    const [address = "", port = ""] = local.split(":");
    return inode === "" ? [] : [{ bits: bitsOf(address), port: parseInt(port, 16), state, inode }];
  });
}

/** The tables show an address as 32-bit words in the machine's byte order; all that we run on is little-endian. */
function bitsOf(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).toReversed());
  const groups = bytes.length === 4 ? bytes.map((byte) => parseInt(byte, 16)).join(".") : ipv6(bytes);
  return addressBits(groups) ?? "";
}

function ipv6(bytes: readonly string[]): string {
  return bytes.map((byte, index) => (index % 2 === 0 && index > 0 ? `:${byte}` : byte)).join("");
}

function hasOpen(pid: number, links: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => links.has(linkOf(`/proc/${pid}/fd/${descriptor}`)));
  } catch {
    return false;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function nameOf(pid: number): string {
  return readProc(pid, "comm")?.trim() ?? "";
}
