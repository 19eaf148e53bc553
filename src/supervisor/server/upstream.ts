import type { ServerConfig, SupervisorConfig } from "../../config/types.ts";
import { doubtsCertificate } from "../../connection/doubts-certificate.ts";
import type { OpenedRoute } from "../../connection/server-route.ts";
import { Client, type ClientEvents } from "../../opamp/client/client.ts";
import { explainLoss } from "../../opamp/client/explain-loss.ts";
import type { ReportedState } from "../../opamp/client/parts.ts";
import { errorTypeName, isUnavailable } from "../../opamp/client/server-error.ts";
import {
  CommandType,
  type ConnectionSettingsOffers,
  type ServerErrorResponse,
  type ServerToAgent,
  type ServerToAgentCommand,
} from "../../opamp/wire/messages.ts";
import { readPackagesOffer } from "../../packages/packages-offer.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import { readRemoteConfig } from "../apply/remote-config.ts";
import type { CustomRelay } from "../collector/custom-relay.ts";
import type { Event } from "../mind/events.ts";
import { acceptance, capabilityBits } from "./capabilities.ts";
import type { ConnectionSettings } from "./connection-state.ts";
import type { Upstream } from "./no-upstream.ts";
import { type ReadConnectionOffer, readOfferedSettings } from "./read-offered-settings.ts";
import { heartbeatWith, UpstreamConnection } from "./upstream-connection.ts";

export interface UpstreamOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  log: Log;
  server: ServerConfig;
  route: OpenedRoute;
  instanceUid: Uint8Array;
  reported: ReportedState;
  /** With which the first connection is made, over the operator's. Default: the operator's alone. */
  settings?: ConnectionSettings | undefined;
  relay: Pick<CustomRelay, "serverDeclares" | "serverSays" | "serverLost">;
  /** Hears when a connection begins and ends. Default: nobody. */
  connection?: Pick<ClientEvents, "connected" | "disconnected"> | undefined;
  /** Takes each message of the server by `take`, and may look at it. Default: nobody looks. */
  message?: ((message: ServerToAgent, take: () => void) => void) | undefined;
  /** Of the settings that the server has offered. */
  inForce(): ConnectionSettings | undefined;
  /** Of the certificate request that has no certificate yet, PEM. Default: none was asked for. */
  pendingKey?: () => string | undefined;
  post(event: Event): void;
}

/** The connection to the OpAMP server: what the server says becomes events of the mind. */
export function createUpstream(options: UpstreamOptions): Upstream {
  const { config, runtime, log, server, route, connection, post } = options;
  const { maxMessageBytes } = server;
  const capabilities = capabilityBits(config.capabilities);
  const made = new UpstreamConnection(route);
  const heartbeat = (settings: ConnectionSettings | undefined) =>
    heartbeatWith({ settings, endpoint: server.endpoint, intervalMs: server.pollingIntervalMs, capabilities });
  const client = new Client({
    clock: runtime.clock,
    random: runtime.random,
    network: runtime.network,
    log: log.named("opamp-client"),
    route: made.provider(options.settings, 0),
    maxMessageBytes,
    heartbeatMs: heartbeat(options.settings),
    instanceUid: options.instanceUid,
    capabilities,
    reported: options.reported,
    events: {
      connected: () => {
        connection?.connected();
        const certificate = route.ownCertificate();
        post({ is: "ServerReached", use: made.use, ...(certificate && { certificate }) });
      },
      disconnected: (loss, retryInMs) => {
        connection?.disconnected(loss, retryInMs);
        const { use } = made;
        made.ends();
        options.relay.serverLost();
        const doubt = doubtsCertificate(loss);
        post({ is: "ServerMissed", use, reason: explainLoss(loss), ...(doubt && { doubt }) });
      },
      heartbeat: () => post({ is: "FiguresDue" }),
      message: (message, uninvited) => {
        const take = () => {
          if (!message.errorResponse && made.answers()) post({ is: "ServerAnswered", use: made.use });
          takeMessage({ message, uninvited, use: made.use }, options);
        };
        if (options.message) options.message(message, take);
        else take();
      },
    },
  });
  return {
    start: () => client.start(),
    report: (parts) => client.report(parts),
    setInstanceUid: (uid) => client.setInstanceUid(uid),
    sendCustomMessage: (message) => client.sendCustomMessage(message),
    requestConnectionSettings: (request) => client.requestConnectionSettings(request),
    stop: () => client.stop(),
    useConnection: (settings, use) => {
      client.setRoute(made.provider(settings, use));
      client.setHeartbeat(heartbeat(settings));
    },
    useHeartbeat: (settings) => client.setHeartbeat(heartbeat(settings)),
    probe: async (settings, signal) => {
      const { probeServer } = await import("../../connection/probe-server.ts");
      const { verifyTimeoutMs: timeoutMs } = config.connection;
      return await probeServer({ ...runtime, route: route.provide(settings), timeoutMs, signal });
    },
  };
}

interface Heard {
  message: ServerToAgent;
  /** Parts of an offer of connection settings that our capabilities do not invite. */
  uninvited: ConnectionSettingsOffers;
  /** Of the settings of the connection. */
  use: number;
}

function takeMessage({ message, uninvited, use }: Heard, options: UpstreamOptions): void {
  const { config, post, relay, route, inForce, pendingKey } = options;
  if (message.command) return takeCommand(message.command, options);
  if (message.errorResponse) takeError(message.errorResponse, use, post);
  const uid = message.agentIdentification?.newInstanceUid;
  if (uid) post({ is: "InstanceUidAssigned", uid: Uint8Array.from(uid) });
  const remote = message.remoteConfig && readRemoteConfig(message.remoteConfig);
  if (remote) post({ is: "RemoteConfigOffered", remote });
  if (message.customCapabilities) relay.serverDeclares(message.customCapabilities);
  if (message.customMessage) relay.serverSays(message.customMessage);
  if (message.packagesAvailable) post({ is: "PackagesOffered", offer: readPackagesOffer(message.packagesAvailable) });
  const { connectionSettings } = message;
  if (!connectionSettings) return;
  const readConnection: ReadConnectionOffer = (offer) => route.judge(offer, inForce(), pendingKey?.());
  const offered = readOfferedSettings({
    offers: connectionSettings,
    uninvited,
    accepted: acceptance(config),
    readConnection,
  });
  post({ is: "ConnectionSettingsOffered", offered });
}

/** What is not processed for want of time (Unavailable) is told again by the client. */
function takeError(error: ServerErrorResponse, use: number, post: UpstreamOptions["post"]): void {
  if (isUnavailable(error)) return;
  post({ is: "ServerRefused", use, reason: `the server refused it: ${error.errorMessage || errorTypeName(error)}` });
}

/** A message with a command says nothing else that counts (§ ServerToAgent.command). */
function takeCommand({ type }: ServerToAgentCommand, { log, post }: UpstreamOptions): void {
  if ((type ?? CommandType.CommandType_Restart) === CommandType.CommandType_Restart) {
    return post({ is: "RestartRequested", by: "server" });
  }
  log.warn("Ignored a command that is not known", { type });
}
