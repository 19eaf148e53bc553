import type { Knowledge } from "../../src/collector/learn.ts";
import { type AgentRemoteConfig, RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import { noPackages } from "../../src/storage/packages-record.ts";
import { noPersistentState } from "../../src/storage/persistent-state.ts";
import type { StoredState } from "../../src/storage/stored-state.ts";
import { readRemoteConfig, type RemoteConfig } from "../../src/supervisor/apply/remote-config.ts";

/** A remote configuration whose hash is `name` and whose one file holds `text`; `null`: no file at all. */
export function remote(name: string, text: string | null = name): RemoteConfig {
  const read = readRemoteConfig(offered(name, text));
  if (read === undefined) throw new Error("an offer without a configuration");
  return read;
}

/** The same as a message. */
export function offered(name: string, text: string | null = name): AgentRemoteConfig {
  const file = { body: Buffer.from(text ?? ""), contentType: "text/yaml" };
  return { configHash: Buffer.from(name), config: { configMap: text === null ? {} : { "": file } } };
}

/** The name that was given to `remote`. */
export function nameOf(hash: Uint8Array): string {
  return Buffer.from(hash).toString();
}

/** `APPLIED` and so on. */
export function statusName(status: RemoteConfigStatuses): string {
  return (RemoteConfigStatuses[status] ?? "").replace("RemoteConfigStatuses_", "");
}

export interface Remains {
  /** Received last. */
  received?: AgentRemoteConfig;
  working?: AgentRemoteConfig;
  lastGood?: AgentRemoteConfig;
  /** Stood its probation before that. */
  earlier?: AgentRemoteConfig;
  /** Came under a hold. */
  held?: AgentRemoteConfig;
  hold?: StoredState["hold"];
  /** The verdict that was told last: name of the hash, status, reason. */
  told?: readonly [name: string, status: "APPLYING" | "APPLIED" | "FAILED" | "UNSET", reason?: string];
  ownTelemetry?: StoredState["ownTelemetry"];
  otherConnections?: StoredState["otherConnections"];
  connection?: StoredState["connection"];
  connectionCandidate?: StoredState["connectionCandidate"];
  /** What was told last of connection settings. */
  settingsStatus?: StoredState["persistent"]["settingsStatus"];
  trial?: StoredState["trial"];
  rejected?: StoredState["rejected"];
  certificateRequest?: StoredState["certificateRequest"];
  packages?: StoredState["packages"];
  supervisorPackages?: StoredState["supervisorPackages"];
  receivedPackages?: StoredState["receivedPackages"];
  packageStatuses?: StoredState["packageStatuses"];
}

/** What an earlier supervisor left on disk. */
export function stored({
  received,
  working,
  lastGood,
  earlier,
  held,
  hold,
  told,
  ownTelemetry,
  otherConnections,
  settingsStatus,
  connection,
  connectionCandidate,
  trial,
  rejected = [],
  certificateRequest,
  packages = noPackages,
  supervisorPackages = noPackages,
  receivedPackages,
  packageStatuses,
}: Remains = {}): StoredState {
  const [name = "", status = "UNSET", errorMessage = ""] = told ?? [];
  const remoteConfigStatus = told && {
    status: RemoteConfigStatuses[`RemoteConfigStatuses_${status}`],
    lastRemoteConfigHash: Buffer.from(name),
    errorMessage,
  };
  return {
    persistent: { ...noPersistentState, remoteConfigStatus, settingsStatus },
    receivedRemoteConfig: received,
    workingRemoteConfig: working,
    lastGoodRemoteConfig: lastGood,
    earlierRemoteConfig: earlier,
    heldRemoteConfig: held,
    hold,
    ownTelemetry,
    otherConnections,
    connection,
    connectionCandidate,
    knowledge: [],
    running: undefined,
    redactionKey: undefined,
    trial,
    rejected,
    deaths: [],
    certificateRequest,
    packages,
    supervisorPackages,
    receivedPackages,
    packageStatuses,
  };
}

/** A Collector that is known and has not run yet. */
export const knowledge: Knowledge = {
  identity: "binary",
  allowNoPipelines: true,
  telemetryForm: "inline",
  description: { identifyingAttributes: [{ key: "service.name", value: { stringValue: "otelcol" } }] },
  reportedDescription: undefined,
  components: undefined,
};
