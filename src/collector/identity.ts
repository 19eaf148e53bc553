import type { FileStat, Host } from "../runtime/ports.ts";
import { sha256 } from "../runtime/sha256.ts";

export interface IdentityFacts {
  executable: string;
  stat: FileStat;
  args: readonly string[];
  /** The operator's `agent.env`. */
  configuredEnv: Readonly<Record<string, string>>;
  host: Pick<Host, "env" | "name" | "release" | "os" | "arch">;
}

/** Raised when what is remembered of a binary changes its meaning. */
const knowledgeVersion = 1;

/**
 * A digest of everything that shapes what a Collector says of itself before any configuration: the file, its
 * arguments, the environment that the OpenTelemetry SDK reads, and the machine. Equal digests make a new bootstrap
 * needless. Values of variables enter only through the hash.
 */
export function collectorIdentity({ executable, stat, args, configuredEnv, host }: IdentityFacts): string {
  const inherited = Object.entries(host.env).filter(([name]) => name.startsWith("OTEL_"));
  const facts = [
    knowledgeVersion,
    [executable, stat.size, stat.modifiedAt, stat.inode],
    args,
    sorted(Object.entries(configuredEnv)),
    sorted(inherited),
    [host.os, host.arch, host.name, host.release],
  ];
  return sha256(JSON.stringify(facts));
}

function sorted(entries: [string, string][]): [string, string][] {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
