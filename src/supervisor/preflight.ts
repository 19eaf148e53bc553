import type { ListenNeed, Needs } from "../compose/needs.ts";
import { errorCode } from "../runtime/error-code.ts";
import type { Network } from "../runtime/network-ports.ts";
import type { Files } from "../runtime/ports.ts";
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
  for (const need of needs.listens) {
    if (held.listens.some(({ host, port }) => port === need.port && host === need.host)) continue;
    const taken = await faultOfAddress(need, held, network);
    if (taken !== undefined) return { code: "PORT_IN_USE", phase: "preflight", text: `${need.at}: ${taken}` };
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

/** A port that the running Collector has on another address cannot be tried without a clash with that one. */
async function faultOfAddress(
  { host, port }: ListenNeed,
  held: Needs,
  network: Pick<Network, "probeListen">,
): Promise<string | undefined> {
  if (held.listens.some((own) => own.port === port)) return undefined;
  const probe = await network.probeListen({ host, port, transport: "tcp" });
  if (probe.free || probe.code !== "EADDRINUSE") return undefined;
  const by = probe.holder === undefined ? "another process" : `${probe.holder.name} (pid ${probe.holder.pid})`;
  return `port ${port} is taken by ${by}`;
}
