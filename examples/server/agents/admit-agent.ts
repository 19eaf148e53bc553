import type { Admission } from "../../../src/opamp/server/server.ts";
import type { RequestHead } from "../../../src/runtime/listen-ports.ts";
import type { Proof } from "../certificates/prove-certificate.ts";
import type { Peer } from "./peer.ts";

export interface AdmitAgentOptions {
  /** Whether agents connect over TLS. */
  tls: boolean;
  prove(certificate: Uint8Array | undefined): Proof;
}

/**
 * Agents need no password here, and a certificate only where they have been given one: what is shown must be in force. Web
 * pages name their origin: a browser that was lured elsewhere is no agent.
 */
export function admitAgent(head: RequestHead, { tls, prove }: AdmitAgentOptions): Admission<Peer> {
  const { headers, path } = head;
  const origin = headers.get("origin");
  if (origin !== null && URL.parse(origin)?.host !== headers.get("host")) {
    return { accept: false, status: 403, body: "Web pages of other origins may not connect." };
  }
  const proof = prove(head.clientCertificate);
  if (proof.kind === "refused") return { accept: false, status: 401, body: `${proof.reason}\n` };
  const host = headers.get("host") ?? "";
  const scheme = `${headers.get("upgrade") === null ? "http" : "ws"}${tls ? "s" : ""}`;
  const address = URL.parse(`${scheme}://${host}${path}`)?.href;
  return {
    accept: true,
    context: {
      uid: undefined,
      ...(proof.kind === "good" && { certificate: proof.serial }),
      ...(host !== "" && address !== undefined && { address }),
    },
  };
}
