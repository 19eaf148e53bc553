import type { StoredCertificate } from "../store/certificate-store.ts";

/** Why an agent gets no certificate of a key, given those that were issued for it before; told to the agent. */
export function keyFault(earlier: readonly StoredCertificate[], uid: string): string | undefined {
  if (earlier.some(({ state }) => state === "revoked")) {
    return "a certificate of this key was revoked: another key is needed";
  }
  if (earlier.some((certificate) => certificate.uid !== uid)) {
    return "another agent has a certificate of this key: each agent needs a key of its own";
  }
  return undefined;
}
