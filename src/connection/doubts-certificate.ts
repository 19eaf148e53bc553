import type { ConnectionLoss } from "../runtime/network-ports.ts";

/** Statuses of an answer that refuses whoever asks (RFC 9110 sections 15.5.2 and 15.5.4). */
const refusals: readonly number[] = [401, 403];

/** Close code of a server that has something against this agent (RFC 6455 section 7.4.1: policy violation). */
const policyViolation = 1008;

/** `clear`: the server says that it does not want whoever comes with these credentials. `faint`: it may be that. */
export type CertificateDoubt = "clear" | "faint";

/**
 * Whether a connection was lost as it is where a server does not accept the client certificate. Many servers say so by an
 * alert of TLS, others break off.
 */
export function doubtsCertificate({ code, response, closeCode }: ConnectionLoss): CertificateDoubt | undefined {
  if (response !== undefined && refusals.includes(response.status)) return "clear";
  if (closeCode === policyViolation) return "clear";
  if (code === "ECONNRESET") return "faint";
  const isAlert = /^ERR_SSL_.*ALERT.*(?:CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR|HANDSHAKE_FAILURE)/.test(
    code,
  );
  return isAlert ? "clear" : undefined;
}
