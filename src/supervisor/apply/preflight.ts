import type { ListenNeed, Needs } from "../../compose/needs.ts";
import { findAddressClash } from "../../compose/same-address.ts";
import { errorCode } from "../../runtime/error-code.ts";
import type { Network } from "../../runtime/network-ports.ts";
import type { Files } from "../../runtime/ports.ts";
import type { Failure } from "./failure.ts";

export interface PreflightOptions {
  needs: Needs;
  /** Of the Collector that runs and will make room. */
  held: Needs;
  files: Pick<Files, "stat">;
  network: Pick<Network, "probeListen">;
}

/** The first thing that a configuration needs and the machine does not give, so that its start would fail. */
export async function missingNeed({ needs, held, files, network }: PreflightOptions): Promise<Failure | undefined> {
  for (const { file, at } of needs.files) {
    const missing = await faultOfFile(file, files);
    if (missing !== undefined) return { code: "FILE_MISSING", phase: "preflight", text: `${at}: ${file} ${missing}` };
  }
  const clash = findAddressClash(needs.listens);
  if (clash !== undefined) {
    const { first, second } = clash;
    const text = `${second.at}: ${addressText(second)} is taken already, by ${first.at} with ${addressText(first)}`;
    return { code: "ADDRESS_TWICE", phase: "preflight", text };
  }
  for (const need of needs.listens) {
    const fault = await faultOfAddress(need, held.listens, network);
    if (fault !== undefined) return { ...fault, phase: "preflight", text: `${need.at}: ${fault.text}` };
  }
  return undefined;
}

async function faultOfFile(file: string, files: Pick<Files, "stat">): Promise<string | undefined> {
  try {
    return (await files.stat(file)) === undefined ? "does not exist" : undefined;
  } catch (error) {
    return `cannot be looked at: ${errorCode(error) ?? String(error)}`;
  }
}

/** By the code of the probe. */
const unavailable: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: "this machine does not have that address",
  EAFNOSUPPORT: "this machine does not have addresses of that family",
  ENOTFOUND: "that name has no address",
};

type AddressFault = Pick<Failure, "code" | "text">;

/**
 * Whether an address cannot be listened on. A port that the running Collector has on another address cannot be tried
 * without a clash with that one. `EACCES` is no fault: the program may have rights, by capabilities of its file or a
 * start script, that this process has not; if it has none, its start says so.
 */
async function faultOfAddress(
  need: ListenNeed,
  held: readonly ListenNeed[],
  network: Pick<Network, "probeListen">,
): Promise<AddressFault | undefined> {
  const { host, port, transport } = need;
  const same = held.filter((own) => own.port === port && own.transport === transport);
  if (same.some((own) => own.host === host)) return undefined;
  const probe = await network.probeListen({ host, port, transport });
  if (probe.free) return undefined;
  const reason = unavailable[probe.code];
  if (reason !== undefined) {
    return { code: "ADDRESS_UNAVAILABLE", text: `cannot listen on ${addressText(need)}, as ${reason}` };
  }
  if (probe.code !== "EADDRINUSE" || same.length > 0) return undefined;
  const by = probe.holder === undefined ? "another process" : `${probe.holder.name} (pid ${probe.holder.pid})`;
  return { code: "PORT_IN_USE", text: `port ${port} is taken by ${by}` };
}

/** `127.0.0.1:4317`, `[::1]:4317`, `*:4317`; with `/udp` behind it where it is not TCP. */
function addressText({ host, port, transport }: ListenNeed): string {
  const shown = host === "" ? "*" : host.includes(":") ? `[${host}]` : host;
  return `${shown}:${port}${transport === "udp" ? "/udp" : ""}`;
}
