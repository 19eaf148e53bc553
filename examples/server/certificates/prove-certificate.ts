import { type CertificateStore, isInForce } from "../store/certificate-store.ts";
import type { Authority } from "./authority.ts";

/** What a certificate that a client has shown says of it. */
export type Proof =
  /** None, or one of another authority, which proves nothing here. */
  | { kind: "none" }
  | { kind: "good"; serial: string }
  /** `reason` is for the client. */
  | { kind: "refused"; reason: string };

export interface ProveCertificateOptions {
  /** What the client has shown, if anything. */
  der: Uint8Array | undefined;
  authority: Pick<Authority, "recognize">;
  certificates: Pick<CertificateStore, "get">;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

/** A certificate of this authority must be one that is known here, is in force and has not expired. */
export function proveCertificate({ der, authority, certificates, now }: ProveCertificateOptions): Proof {
  const certificate = der && authority.recognize(der);
  if (!certificate) return { kind: "none" };
  const serial = certificate.serialNumber.toLowerCase();
  const stored = certificates.get(serial);
  if (!stored) return { kind: "refused", reason: "this server does not know the certificate" };
  if (!isInForce(stored)) return { kind: "refused", reason: `the certificate is ${stored.state}` };
  if (stored.endsAt <= now) return { kind: "refused", reason: "the certificate has expired" };
  return { kind: "good", serial };
}
