import { basename } from "node:path";

import type { ListenNeed } from "../compose/needs.ts";
import { findAddressClash } from "../compose/same-address.ts";
import type { ListenAddress } from "../runtime/network-ports.ts";
import { composeOffline } from "../supervisor/compose/offline.ts";
import { silentLog } from "../telemetry/silent-log.ts";
import type { Patient } from "./context.ts";
import type { Finding } from "./finding.ts";
import { fine, found, skipped } from "./report.ts";

/** An address, and what asks for it. */
type Address = ListenAddress & Pick<ListenNeed, "at">;

/**
 * The Collector's configuration as it would be started now, and whether what it and the supervisor listen on is free, or is held by the
 * very supervisor that runs here and its Collector. Each address is listened on for a moment.
 */
export async function checkPorts(patient: Patient): Promise<Finding[]> {
  const { config, runtime } = patient;
  const { result } = await composeOffline({ config, ...runtime, log: silentLog, remote: "in-force" });
  const own = await checkAddresses(ownAddresses(patient), patient);
  if (!result.composed) {
    return [
      found("COLLECTOR_CONFIG", `${result.code}: ${result.reason}`),
      ...own,
      ...(own.length > 0 ? [] : [skipped("ports", "the configuration cannot be composed")]),
    ];
  }
  const collector = [
    ...result.warnings.map((warning) => found("CONFIG_WARNING", warning)),
    fine("collector", `the layers make a configuration of ${result.pipelines.length} pipelines`),
  ];
  const { listens } = result.needs;
  const clash = findAddressClash(listens);
  const twice =
    clash === undefined ? [] : [found("ADDRESS_TWICE", `${clash.second.at} and ${clash.first.at} are the same`)];
  const taken = [...own, ...twice, ...(await checkAddresses(listens, patient))];
  if (taken.length > 0) return [...collector, ...taken];
  const count = listens.length + ownAddresses(patient).length;
  return [
    ...collector,
    fine("ports", count === 0 ? "nothing is listened on" : `${count} free, or held by this supervisor`),
  ];
}

/** What the supervisor itself listens on. */
function ownAddresses({ config }: Patient): Address[] {
  const { opampServerPort: port } = config.agent;
  const { healthcheck } = config;
  const tcp = { transport: "tcp" } as const;
  return [
    ...(port === 0 ? [] : [{ ...tcp, host: "127.0.0.1", port, at: "agent.opamp_server_port" }]),
    ...(healthcheck === undefined
      ? []
      : [{ ...tcp, host: healthcheck.hostname, port: healthcheck.port, at: "healthcheck.endpoint" }]),
  ];
}

async function checkAddresses(needs: readonly Address[], patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { at, ...address } of needs) {
    const probe = await patient.runtime.network.probeListen(address);
    if (probe.free || probe.code === "EACCES" || isOurs(probe.holder, patient)) continue;
    const where = addressText(address);
    if (probe.code === "EADDRINUSE") {
      const by = probe.holder === undefined ? "another process" : `${probe.holder.name} (pid ${probe.holder.pid})`;
      findings.push(found("PORT_IN_USE", `${at}: ${where} is taken by ${by}`));
    } else {
      findings.push(found("ADDRESS_UNAVAILABLE", `${at}: cannot listen on ${where} (${probe.code})`));
    }
  }
  return findings;
}

/** Of a supervisor that must not be asked nothing is known, so nothing is held against it. A start script may be the Collector's parent: its program is known by its name too. */
function isOurs(holder: { pid: number; name: string } | undefined, { running, isClosed }: Patient): boolean {
  if (running === undefined) return isClosed;
  if (holder === undefined) return true;
  const { supervisor, collector } = running;
  const name = basename(collector.executable).slice(0, longestName);
  return [supervisor.pid, collector.pid].includes(holder.pid) || holder.name === name;
}

/** The kernel cuts names of processes. */
const longestName = 15;

function addressText({ host, port, transport }: ListenAddress): string {
  const shown = host === "" ? "*" : host.includes(":") ? `[${host}]` : host;
  return `${shown}:${port}${transport === "udp" ? "/udp" : ""}`;
}
