import { z } from "zod";

/** What a connection is for: OpAMP itself, one signal of the agent's own telemetry, or something of the agent's, by name. */
export const connectionKinds = ["opamp", "own_metrics", "own_traces", "own_logs", "other"] as const;

export type ConnectionKind = (typeof connectionKinds)[number];

const headers = z.array(z.object({ name: z.string(), value: z.string() }));

/** The settings of one connection as people want it to be; what is `null` stays as the agent has it. */
export const connectionSettings = z.object({
  /** Empty for a signal: the agent is to stop sending it. */
  endpoint: z.string(),
  /** An empty list: none at all. */
  headers: headers.nullable(),
  /** PEM. `null` means to the agent that it is to use none, unless this server has issued it one. */
  certificate: z.object({ cert: z.string(), key: z.string(), caCert: z.string() }).nullable(),
  tls: z
    .object({
      /** PEM; empty: the system's authorities. */
      ca: z.string(),
      includeSystemCas: z.boolean(),
      insecureSkipVerify: z.boolean(),
      /** `1.2`, `1.3`, or empty. */
      minVersion: z.string(),
      maxVersion: z.string(),
      cipherSuites: z.array(z.string()),
    })
    .nullable(),
  proxy: z.object({ url: z.string(), headers }).nullable(),
  /** Only `opamp`; 0: no heartbeats. */
  heartbeatSeconds: z.number(),
  /** Only `other`: options of the agent's own. */
  options: z.record(z.string(), z.string()),
});

export type ConnectionSettings = z.infer<typeof connectionSettings>;
export type TlsSettings = NonNullable<ConnectionSettings["tls"]>;
export type HeaderList = z.infer<typeof headers>;

/** The period that agents are offered where nobody chose one, seconds: the protocol's own. */
export const usualHeartbeatSeconds = 30;

/** Settings of one connection, and for whom. */
export interface ConnectionEntry {
  kind: ConnectionKind;
  /** Of an other connection; else empty. */
  name: string;
  settings: ConnectionSettings;
  /** ISO 8601. */
  savedAt: string;
}

/** In place of a uid: all agents that accept such settings and have none of their own. */
export const allAgents = "all";
