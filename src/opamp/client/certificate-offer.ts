import { checkKey, readCertificates } from "../../runtime/x509.ts";
import type { TLSCertificate } from "../wire/messages.ts";

/** The pair, PEM text each, or why it cannot be used: the name of the field, and no secret. */
export type CertificateReading =
  { ok: true; certificate: { cert: string; key: string } } | { ok: false; reason: string };

/**
 * A client certificate that a server offers, as PEM. Without its key it answers a certificate request and pairs with the
 * key of that request (§ Agent-initiated CSR Flow), or it is the present one, offered again. It must be decodable and the key
 * must be its own; whether it is valid by now is not judged, as clocks are wrong at times. `ca_cert` is left aside: it is
 * for proxies that verify clients, and must not be trusted for anything else.
 */
export function readCertificateOffer(
  { cert, privateKey }: TLSCertificate,
  pendingKey?: string,
  presentKey?: string,
): CertificateReading {
  const certText = textOf(cert);
  const chain = readCertificates(certText);
  if (!chain.ok) return refused("cert", chain.fault);
  const offersKey = privateKey !== undefined && privateKey !== null && privateKey.length > 0;
  const key = offersKey ? textOf(privateKey) : pendingKey;
  const fit = key === undefined ? undefined : checkKey(key, certText);
  if (key !== undefined && fit?.ok === true) return { ok: true, certificate: { cert: certText, key } };
  if (!offersKey && presentKey !== undefined && checkKey(presentKey, certText).ok) {
    return { ok: true, certificate: { cert: certText, key: presentKey } };
  }
  if (fit?.ok === false) return refused(offersKey ? "private_key" : "cert", fit.fault);
  return refused("private_key", "it is missing, and no certificate was requested");
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return new TextDecoder().decode(bytes ?? new Uint8Array());
}

function refused(field: string, fault: string): CertificateReading {
  return { ok: false, reason: `certificate.${field}: ${fault}` };
}
