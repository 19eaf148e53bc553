import { makeCertificates } from "./certificates.ts";

/** One way between an agent and a server: the transport and what is wrapped around it. */
export interface Way {
  name: string;
  transport: "websocket" | "http";
  /** Neither; only the server has a certificate; the agent has one too, and the server asks for it. */
  tls: "none" | "server" | "mutual";
  /** permessage-deflate over WebSocket, gzip over HTTP. */
  compression: boolean;
}

const plain = { tls: "none", compression: false } as const;
const webSocket = { ...plain, name: "WebSocket", transport: "websocket" } as const;
const http = { ...plain, name: "HTTP", transport: "http" } as const;

/** Every way that both ends have, each with at most one thing that may go wrong by itself. */
export const ways: Way[] = [webSocket, http].flatMap((way) => [
  way,
  { ...way, name: `${way.name}, compressed`, compression: true },
  { ...way, name: `${way.name} with TLS`, tls: "server" },
  { ...way, name: `${way.name} with mutual TLS`, tls: "mutual" },
]);

/** The ways that differ in the transport and its TLS. */
export const uncompressedWays = ways.filter(({ compression }) => !compression);
export const webSocketWays = ways.filter(({ transport }) => transport === "websocket");
export const httpWays = ways.filter(({ transport }) => transport === "http");

/** Of the tests that go all ways. */
export const certificates = makeCertificates();

/** The name in the server's certificate. */
const host = "localhost";

/** The address of an OpAMP server on loopback. */
export function urlOf({ transport, tls }: Pick<Way, "transport" | "tls">, port: number): string {
  const scheme = transport === "websocket" ? "ws" : "http";
  return tls === "none" ? `${scheme}://127.0.0.1:${port}/v1/opamp` : `${scheme}s://${host}:${port}/v1/opamp`;
}

/** What a server is given: its own certificate, and whose clients it takes. */
export function serverMaterial({ tls }: Pick<Way, "tls">): { cert: string; key: string; ca?: string } | undefined {
  if (tls === "none") return undefined;
  return { ...certificates.server, ...(tls === "mutual" && { ca: certificates.ca }) };
}

/** What an agent is given: whom it trusts, and its own certificate. */
export function agentMaterial({ tls }: Pick<Way, "tls">): { ca: string; cert?: string; key?: string } | undefined {
  if (tls === "none") return undefined;
  return { ca: certificates.ca, ...(tls === "mutual" && certificates.client) };
}
