import type { ConnectionKind, ConnectionSettings, HeaderList, TlsSettings } from "./settings.ts";

/** Settings as people are shown them: no value of a header, no private key. */
export interface SettingsView {
  kind: ConnectionKind;
  /** Of an other connection; else empty. */
  name: string;
  /** Whether they are this agent's own, or those of all. */
  scope: "own" | "all";
  /** ISO 8601. */
  savedAt: string;
  endpoint: string;
  /** Names; `null`: as the agent has them; empty: none at all. */
  headers: string[] | null;
  certificate: { cert: string; caCert: string } | null;
  tls: TlsSettings | null;
  proxy: { url: string; headers: string[] } | null;
  heartbeatSeconds: number;
  options: Record<string, string>;
}

export interface ConnectionsView {
  /** Kinds of settings that the agent takes. */
  accepted: ConnectionKind[];
  /** Whether the agent says what becomes of offers. */
  reports: boolean;
  /** What the agent is to have. */
  settings: SettingsView[];
  /** `none`: nothing is offered. `waiting`: the agent has not spoken of it. */
  outcome: "none" | "waiting" | "applying" | "applied" | "failed";
  /** In the agent's words, where it failed. */
  error: string;
  /** When the offer went to the agent last; `null`: it was not sent. ISO 8601. */
  sentAt: string | null;
  /** From then to the agent's verdict, milliseconds; `null`: there is none. */
  tookMs: number | null;
  /** Whether its certificate was revoked: nothing is offered until it has another one. */
  shutOut: boolean;
  /** Whether it asks for a certificate, and nobody has decided yet. */
  asks: boolean;
  /** Whether the agent shows a certificate of this server. */
  proved: boolean;
}

/** Which settings, and for whom. */
export interface ViewedEntry {
  kind: ConnectionKind;
  name: string;
  settings: ConnectionSettings;
  savedAt: string;
  scope: "own" | "all";
}

export function settingsView({ settings, ...entry }: ViewedEntry): SettingsView {
  const { endpoint, headers, certificate, tls, proxy, heartbeatSeconds, options } = settings;
  return {
    ...entry,
    endpoint,
    headers: headers && namesOf(headers),
    certificate: certificate && { cert: certificate.cert, caCert: certificate.caCert },
    tls,
    proxy: proxy && { url: proxy.url, headers: namesOf(proxy.headers) },
    heartbeatSeconds,
    options,
  };
}

function namesOf(headers: HeaderList): string[] {
  return [...new Set(headers.map(({ name }) => name))];
}
