import { isInForce, type StoredCertificate, type StoredRequest } from "../store/certificate-store.ts";
import type { Authority } from "./authority.ts";

/** A certificate as people see it, and as the API gives it. */
export interface CertificateView {
  serial: string;
  uid: string;
  /** Of the agent, for people. */
  name: string;
  /** `request`: the agent has made the key; `pair`: this server. */
  origin: "request" | "pair";
  state: "offered" | "valid" | "expired" | "replaced" | "revoked" | "unused";
  /** Whether less than a third of its life is left. */
  endsSoon: boolean;
  /** ISO 8601. */
  issuedAt: string;
  endsAt: string;
  /** When it was replaced, revoked or given up; `null`: it was not. */
  decidedAt: string | null;
}

export interface RequestView {
  uid: string;
  name: string;
  keyName: string;
  keyPrint: string;
  /** ISO 8601. */
  askedAt: string;
  /** Whether the agent's last certificate was revoked. */
  revoked: boolean;
}

export interface CertificatesView {
  authority: { name: string; endsAt: string; cert: string };
  /** Oldest first. */
  requests: RequestView[];
  /** Newest first. */
  certificates: CertificateView[];
}

export interface CertificatesViewOptions {
  certificates: readonly StoredCertificate[];
  requests: readonly StoredRequest[];
  nameOf(uid: string): string;
  /** Milliseconds since the Unix epoch. */
  now: number;
  authority: Authority;
}

export function certificatesView(options: CertificatesViewOptions): CertificatesView {
  const { certificates, requests, nameOf, now, authority } = options;
  const { name, endsAt, cert } = authority;
  return {
    authority: { name, endsAt: new Date(endsAt).toISOString(), cert },
    requests: requests.map(({ uid, keyName, keyPrint, askedAt }) => ({
      uid,
      name: nameOf(uid),
      keyName,
      keyPrint,
      askedAt: new Date(askedAt).toISOString(),
      revoked: certificates.find((one) => one.uid === uid)?.state === "revoked",
    })),
    certificates: certificates.map((one) => certificateView(one, nameOf(one.uid), now)),
  };
}

function certificateView(one: StoredCertificate, name: string, now: number): CertificateView {
  const { serial, uid, origin, state, issuedAt, endsAt, decidedAt } = one;
  return {
    serial,
    uid,
    name,
    origin,
    state: isInForce(one) && endsAt <= now ? "expired" : state,
    endsSoon: isInForce(one) && endsAt > now && endsAt - now < (endsAt - issuedAt) / 3,
    issuedAt: new Date(issuedAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    decidedAt: isInForce(one) || decidedAt === null ? null : new Date(decidedAt).toISOString(),
  };
}
