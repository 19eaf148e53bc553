import { tokenHeader } from "../../collector/generation.ts";
import type { Knowledge } from "../../collector/learn.ts";
import { flowPath } from "../../collector/link.ts";
import { takesReaders } from "../../collector/telemetry-form.ts";
import { credentialTexts } from "../../compose/credentials.ts";
import type { CollectorConnections, ComposeInput, Layer, Link, PlacedConnection } from "../../compose/layers.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import { formatUid } from "../../opamp/wire/uid.ts";
import { describeAgent } from "../collector/describe-agent.ts";
import { attributeValues } from "./attribute-values.ts";

export interface ComposeInputOptions {
  config: SupervisorConfig;
  knowledge: Knowledge;
  /** The instance uid, 16 bytes. */
  uid: Uint8Array;
  connections: CollectorConnections;
  /** Absolute path of the directory of their certificates and keys. */
  credentials: string;
  /** Bodies by name; `undefined` while no remote configuration is in force. */
  remoteFiles: ReadonlyMap<string, string> | undefined;
  layers: readonly Layer[];
  /** Of the Collector, without add-ons. */
  env: Readonly<Record<string, string>>;
  /** Absolute paths of the add-ons that are there, by their variables. */
  addons: ReadonlyMap<string, string>;
  link: LinkFacts;
}

/** What differs from one run of the supervisor to the next, and from one attempt to the next. */
export type LinkFacts = Pick<Link, "port" | "token" | "supervisorPid">;

/** All that a configuration is composed of, from what the operator, the server and the Collector have said. */
export function composeInput(options: ComposeInputOptions): ComposeInput {
  const { config, knowledge, uid, connections, credentials, remoteFiles, layers, env, addons, link } = options;
  const { merge: merging, policy, description } = config.agent;
  const { identifyingAttributes, nonIdentifyingAttributes } = describeAgent(knowledge.description, description);
  return {
    allowNoPipelines: knowledge.allowNoPipelines,
    layers,
    remoteFiles,
    ownTelemetry: connections.telemetry,
    otherConnections: placedConnections(config, connections),
    credentials,
    telemetryForm: knowledge.telemetryForm,
    identity: {
      instanceUid: formatUid(uid),
      identifying: attributeValues(identifyingAttributes ?? []),
      nonIdentifying: attributeValues(nonIdentifyingAttributes ?? []),
    },
    link: { ...linkOf(config, link), ...flowOf(config, knowledge) },
    env,
    addons,
    args: config.agent.args,
    merging,
    ...(policy && { policy }),
  };
}

/** The other connections that the operator has given a place. */
function placedConnections(
  { agent }: Pick<SupervisorConfig, "agent">,
  { others }: CollectorConnections,
): PlacedConnection[] {
  return [...others].flatMap(([name, target]) => {
    const place = agent.otherConnections.get(name);
    return place === undefined ? [] : [{ name, target, place }];
  });
}

/** The PEM texts that the Collector reads for these connections. */
export function credentialTextsOf({ telemetry, others }: CollectorConnections): Set<string> {
  return credentialTexts([...Object.values(telemetry), ...others.values()]);
}

function flowOf({ agent }: SupervisorConfig, { components }: Knowledge): Pick<Link, "flow"> {
  if (agent.flowGuard === "off" || !takesReaders(components)) return {};
  return { flow: { path: flowPath, intervalMs: agent.flowGuardIntervalMs } };
}

/** How the Collector reaches this supervisor. */
export function linkOf({ agent, capabilities }: SupervisorConfig, facts: LinkFacts): Link {
  return {
    ...facts,
    headerName: tokenHeader,
    orphanPollMs: agent.orphanDetectionIntervalMs,
    includeResourceAttributes: agent.description.includeResourceAttributes,
    reportsAvailableComponents: capabilities.reportsAvailableComponents,
  };
}
