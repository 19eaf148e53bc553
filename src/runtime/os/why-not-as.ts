import type { Account } from "../process-ports.ts";
import { statusField } from "./linux-processes.ts";

/** What it takes to start a process as another user, to give it its configuration, and to end it again; bits of CapEff. */
const needed = { CAP_CHOWN: 0, CAP_KILL: 5, CAP_SETGID: 6, CAP_SETUID: 7 } as const;

/** What keeps this process from running commands as somebody else, in words; `undefined` where nothing is known to. */
export function whyNotAs({ uid, gid }: Account): string | undefined {
  if (process.platform !== "linux") return `on ${process.platform} this is not supported`;
  if (process.execve === undefined) return "this program cannot become another one here";
  // Who is it already needs nothing.
  if (uid === process.getuid?.() && gid === process.getgid?.()) return undefined;
  const held = BigInt(`0x${statusField("self", "CapEff") ?? "0"}`);
  const lacking = Object.entries(needed).flatMap(([name, bit]) => ((held >> BigInt(bit)) & 1n ? [] : [name]));
  if (lacking.length === 0) return undefined;
  return `the supervisor lacks ${lacking.join(", ")}: run it as root, or as a service with these capabilities`;
}
