import type { TLSCertificate } from "../wire/messages.ts";

export type CertificateReading =
  { ok: true; certificate: { cert: string; key: string } } | { ok: false; reason: string };

/**
 * A client certificate that a server offers. Without its key it answers a certificate request and pairs with the key of
 * that request (§ Agent-initiated CSR Flow). `ca_cert` is left aside: it is for proxies that verify clients, and must not
 * be trusted for anything else.
 */
export function readCertificateOffer({ cert, privateKey }: TLSCertificate, pendingKey?: string): CertificateReading {
  const certText = pem(cert, "CERTIFICATE");
  if (certText === undefined) return { ok: false, reason: "certificate.cert is no certificate in PEM" };
  if (!privateKey?.length) {
    if (pendingKey !== undefined) return { ok: true, certificate: { cert: certText, key: pendingKey } };
    return { ok: false, reason: "certificate.private_key is missing, and no certificate was requested" };
  }
  const key = pem(privateKey, "PRIVATE KEY");
  if (key === undefined) return { ok: false, reason: "certificate.private_key is no key in PEM" };
  return { ok: true, certificate: { cert: certText, key } };
}

/** The text, where it holds a block with such a label. */
function pem(bytes: Uint8Array | null | undefined, label: string): string | undefined {
  const text = new TextDecoder().decode(bytes ?? new Uint8Array());
  return new RegExp(`-----BEGIN [A-Z0-9 ]*${label}-----`).test(text) ? text : undefined;
}
