import { withSettingsHash } from "../../../src/opamp/server/offer-hashes.ts";
import { hasCapability } from "../../../src/opamp/wire/capabilities.ts";
import {
  AgentCapabilities as Can,
  type ConnectionSettingsOffers,
  type OtherConnectionSettings,
  type TLSCertificate,
} from "../../../src/opamp/wire/messages.ts";
import { hashOfAttempt } from "../agents/hash-of-attempt.ts";
import {
  type ConnectionEntry,
  type ConnectionKind,
  type ConnectionSettings,
  type HeaderList,
  usualHeartbeatSeconds,
} from "./settings.ts";

/** A certificate that this server has issued to the agent, PEM. */
export interface IssuedCertificate {
  cert: string;
  caCert: string;
  /** Only of a pair that was made here, until the agent has it. */
  key?: string | undefined;
}

/** One that is in force until then, milliseconds since the Unix epoch. */
export interface CurrentCertificate extends IssuedCertificate {
  endsAt: number;
}

export interface SettingsOffersOptions {
  /** At most one of each kind and name. */
  entries: readonly ConnectionEntry[];
  issued: IssuedCertificate | undefined;
  /** The URL under which the agent has reached this server. */
  address: string;
  /** How often people asked the agent to try the same once more. */
  attempt: number;
}

/** The bit without which an agent does not take settings of a kind (§ AgentToServer.capabilities). */
const bits: Record<ConnectionKind, number> = {
  opamp: Can.AgentCapabilities_AcceptsOpAMPConnectionSettings,
  own_metrics: Can.AgentCapabilities_ReportsOwnMetrics,
  own_traces: Can.AgentCapabilities_ReportsOwnTraces,
  own_logs: Can.AgentCapabilities_ReportsOwnLogs,
  other: Can.AgentCapabilities_AcceptsOtherConnectionSettings,
};

export function acceptsConnection(kind: ConnectionKind, capabilities: number): boolean {
  return hasCapability(capabilities, bits[kind]);
}

/**
 * All that an agent is to have, with its hash; `undefined` where that is nothing. An offer of a certificate alone names the
 * address that the agent uses already and the usual heartbeat interval, as an offer without them would be invalid and
 * would stop heartbeats (§ OpAMPConnectionSettings). Neither that address nor a private key is in the hash: it stays when
 * the key is forgotten here.
 */
export function settingsOffers(options: SettingsOffersOptions): ConnectionSettingsOffers | undefined {
  const { entries, issued, address, attempt } = options;
  if (entries.length === 0 && !issued) return undefined;
  const offers = (own: { address: string; issued: IssuedCertificate | undefined }): ConnectionSettingsOffers => {
    const of = (kind: ConnectionKind) => entries.find((entry) => entry.kind === kind)?.settings;
    const [opamp, ownMetrics, ownTraces, ownLogs] = [of("opamp"), of("own_metrics"), of("own_traces"), of("own_logs")];
    const others = entries.filter(({ kind }) => kind === "other");
    return {
      ...((opamp || own.issued) && {
        opamp: {
          ...(opamp && common(opamp)),
          destinationEndpoint: opamp?.endpoint ?? own.address,
          heartbeatIntervalSeconds: opamp?.heartbeatSeconds ?? usualHeartbeatSeconds,
          ...(own.issued && { certificate: certificateOf(own.issued) }),
        },
      }),
      ...(ownMetrics && { ownMetrics: common(ownMetrics) }),
      ...(ownTraces && { ownTraces: common(ownTraces) }),
      ...(ownLogs && { ownLogs: common(ownLogs) }),
      ...(others.length > 0 && {
        otherConnections: Object.fromEntries(others.map(({ name, settings }) => [name, other(settings)])),
      }),
    };
  };
  const hashed = offers({ address: "", issued: issued && { ...issued, key: undefined } });
  const { hash } = withSettingsHash(hashed);
  return { ...offers({ address, issued }), hash: hashOfAttempt(hash, attempt) };
}

function common({ endpoint, headers, certificate, tls, proxy }: ConnectionSettings) {
  return {
    destinationEndpoint: endpoint,
    ...(headers && { headers: headersOf(headers) }),
    ...(certificate && { certificate: certificateOf(certificate) }),
    ...(tls && {
      tls: {
        ...(tls.ca !== "" && { caPemContents: tls.ca }),
        includeSystemCaCertsPool: tls.includeSystemCas,
        insecureSkipVerify: tls.insecureSkipVerify,
        minVersion: tls.minVersion,
        maxVersion: tls.maxVersion,
        cipherSuites: tls.cipherSuites,
      },
    }),
    ...(proxy && {
      proxy: { url: proxy.url, ...(proxy.headers.length > 0 && { connectHeaders: headersOf(proxy.headers) }) },
    }),
  };
}

function other(settings: ConnectionSettings): OtherConnectionSettings {
  return { ...common(settings), otherSettings: settings.options };
}

function headersOf(list: HeaderList) {
  return { headers: list.map(({ name, value }) => ({ key: name, value })) };
}

function certificateOf({ cert, key, caCert }: IssuedCertificate): TLSCertificate {
  return {
    cert: Buffer.from(cert),
    ...(key !== undefined && { privateKey: Buffer.from(key) }),
    ...(caCert !== "" && { caCert: Buffer.from(caCert) }),
  };
}
