import type { ServerConfig, SupervisorConfig } from "../config/types.ts";
import { Client, type ClientEvents } from "../opamp/client/client.ts";
import type { ReportedState } from "../opamp/client/parts.ts";
import type { RouteProvider } from "../opamp/client/route.ts";
import { CommandType, type ServerToAgent, type ServerToAgentCommand } from "../opamp/wire/messages.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { type Acceptance, acceptance, capabilityBits } from "./capabilities.ts";
import type { CustomRelay } from "./custom-relay.ts";
import type { Event } from "./events.ts";
import { readOfferedSettings } from "./offered-settings.ts";
import { readRemoteConfig } from "./remote-config.ts";

export interface UpstreamOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  log: Log;
  server: ServerConfig;
  route: RouteProvider;
  instanceUid: Uint8Array;
  reported: ReportedState;
  relay: Pick<CustomRelay, "serverDeclares" | "serverSays">;
  /** Hears when a connection begins and ends. Default: nobody. */
  connection?: Pick<ClientEvents, "connected" | "disconnected"> | undefined;
  post(event: Event): void;
}

/** The connection to the OpAMP server: what the server says becomes events of the mind. */
export function createUpstream(options: UpstreamOptions): Client {
  const { config, runtime, log, server, route, connection } = options;
  const accepted = acceptance(config);
  const { maxMessageBytes, pollingIntervalMs } = server;
  return new Client({
    clock: runtime.clock,
    random: runtime.random,
    network: runtime.network,
    log: log.named("opamp-client"),
    route,
    maxMessageBytes,
    ...(pollingIntervalMs !== undefined && { heartbeatMs: pollingIntervalMs }),
    instanceUid: options.instanceUid,
    capabilities: capabilityBits(config.capabilities),
    reported: options.reported,
    events: {
      connected: () => {
        connection?.connected();
        options.post({ is: "ServerReached" });
      },
      disconnected: (loss, retryInMs) => {
        connection?.disconnected(loss, retryInMs);
        options.post({ is: "ServerMissed" });
      },
      message: (message) => takeMessage(message, accepted, options),
    },
  });
}

function takeMessage(message: ServerToAgent, accepted: Acceptance, options: UpstreamOptions): void {
  const { post, relay } = options;
  if (message.command) return takeCommand(message.command, options);
  const uid = message.agentIdentification?.newInstanceUid;
  if (uid) post({ is: "InstanceUidAssigned", uid: Uint8Array.from(uid) });
  const remote = message.remoteConfig && readRemoteConfig(message.remoteConfig);
  if (remote) post({ is: "RemoteConfigOffered", remote });
  if (message.customCapabilities) relay.serverDeclares(message.customCapabilities);
  if (message.customMessage) relay.serverSays(message.customMessage);
  const { connectionSettings } = message;
  if (!connectionSettings) return;
  post({ is: "ConnectionSettingsOffered", offered: readOfferedSettings(connectionSettings, accepted) });
}

/** A message with a command says nothing else that counts (§ ServerToAgent.command). */
function takeCommand({ type }: ServerToAgentCommand, { log, post }: UpstreamOptions): void {
  if ((type ?? CommandType.CommandType_Restart) === CommandType.CommandType_Restart) {
    return post({ is: "RestartRequested", by: "server" });
  }
  log.warn("Ignored a command that is not known", { type });
}
