import type { PendingRequest } from "../../storage/pending-request.ts";

/** The client certificate in force, where the server has offered it. */
export interface HeldCertificate {
  /** PEM, with what stands between it and its authority. */
  cert: string;
  subject: string;
  /** Milliseconds since the Unix epoch. */
  validFrom: number;
  validTo: number;
  /** When another one is asked for. */
  renewAt: number;
}

/** What is told of the operator's own client certificate. */
export type OwnCertificate = Pick<HeldCertificate, "subject" | "validFrom" | "validTo">;

/** A certificate that is shown to others than the OpAMP server; of its chain what ends first. */
export interface OtherCertificate extends OwnCertificate {
  /** What names it: a section of the configuration, `healthcheck::tls`, or a field of the server's offer, `own_metrics`. */
  section: string;
}

/** The machine certificate: asking the server for one. */
export type Requesting =
  /** None is needed now. */
  | { is: "idle" }
  /** Key and request are made and stored. */
  | { is: "making"; ticket: number; form: string }
  /** The server's answer is awaited. `asked`: it has been told in this connection. */
  | { is: "pending"; request: PendingRequest; asked: boolean }
  /** It was refused, or could not be made: tried again then, with the same key where there is one. */
  | { is: "waiting"; request: PendingRequest | undefined; reason: string; nextTryAt: number };

export interface CertificateState {
  /** Whether what is in force was looked at: the first look finds what an earlier run has left. */
  seen: boolean;
  held: HeldCertificate | undefined;
  /** The operator's own, with which the last connection was made, unless the server's stands over it. */
  own: OwnCertificate | undefined;
  requesting: Requesting;
  /** What was wanted last, see `formOf`; `undefined`: nothing yet. */
  form: string | undefined;
  /** Requests in a row that came to nothing. */
  refusals: number;
  /** Connections in a row that failed as they do where the server does not accept the certificate. */
  doubts: number;
  /** The certificate for the request is being tried. */
  onTrial: boolean;
  /** Number of the settings of the connection on which the server has spoken; see `State.connectionUse`. */
  answered: number | undefined;
}

/** Where a supervisor begins: with the request that an earlier one has not seen answered. */
export function initialCertificate(stored: PendingRequest | undefined): CertificateState {
  return {
    seen: false,
    held: undefined,
    own: undefined,
    requesting: stored === undefined ? { is: "idle" } : { is: "pending", request: stored, asked: false },
    form: undefined,
    refusals: 0,
    doubts: 0,
    onTrial: false,
    answered: undefined,
  };
}

/** The request that has no certificate yet. */
export function openRequest({ requesting }: CertificateState): PendingRequest | undefined {
  return "request" in requesting ? requesting.request : undefined;
}
