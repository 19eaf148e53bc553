import { type CertificateDecision, certificateRefusal } from "../../../src/opamp/server/certificate-request.ts";
import type { Clock } from "../../../src/runtime/ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import type { ChangeOutcome } from "../agents/change-outcome.ts";
import type { Fleet } from "../agents/fleet.ts";
import type { Connection } from "../agents/peer.ts";
import { acceptsConnection } from "../connections/settings-offers.ts";
import type { Store } from "../store/open-store.ts";
import { approves } from "./approval-rule.ts";
import { ApprovalSettings } from "./approval-settings.ts";
import { type Authority, keyPrintOf } from "./authority.ts";
import { type CertificatesView, certificatesView } from "./certificate-view.ts";
import { IssuedCertificates } from "./issued-certificates.ts";
import { keyFault } from "./key-fault.ts";
import { type Proof, proveCertificate } from "./prove-certificate.ts";
import { readSigningRequest } from "./read-signing-request.ts";

export interface CertificateDeskOptions {
  clock: Clock;
  log: Log;
  store: Store;
  fleet: Fleet;
  authority: Authority;
  /** What the agent is to have is not as it was. */
  changed(uid: string): void;
}

const done: ChangeOutcome = { kind: "done" };

/** Where agents ask for certificates, and a rule or a person decides. */
export class CertificateDesk {
  readonly settings: ApprovalSettings;
  readonly issued: IssuedCertificates;
  readonly #options: CertificateDeskOptions;

  constructor(options: CertificateDeskOptions) {
    this.#options = options;
    this.settings = new ApprovalSettings(options.store.settings);
    this.issued = new IssuedCertificates({ ...options, lifeMs: () => this.settings.lifeMs });
  }

  /** What was issued and what waits for a person, of one agent or, by default, of all. */
  view(uid?: string): CertificatesView {
    const { store, fleet, clock, authority } = this.#options;
    const { certificates } = store;
    const request = uid === undefined ? undefined : certificates.request(uid);
    return certificatesView({
      certificates: uid === undefined ? certificates.all() : certificates.of(uid),
      requests: uid === undefined ? certificates.requests() : request ? [request] : [],
      nameOf: (one) => fleet.nameOf(one),
      now: clock.now(),
      authority,
    });
  }

  /** How many agents wait for a person to decide. */
  get waiting(): number {
    return this.#options.store.certificates.requests().length;
  }

  /** Whether the agent waits for a person to decide. */
  hasRequest(uid: string): boolean {
    return this.#options.store.certificates.request(uid) !== undefined;
  }

  /** Whether a client with this certificate (DER) may come in, and as whom. */
  prove(der: Uint8Array | undefined): Proof {
    const { authority, store, clock } = this.#options;
    return proveCertificate({ der, authority, certificates: store.certificates, now: clock.now() });
  }

  /** Decides by the rule, or puts the request before a person. */
  async request(connection: Connection, csr: Uint8Array): Promise<CertificateDecision> {
    const { uid = "" } = connection.context;
    const pem = new TextDecoder().decode(csr);
    if (!acceptsConnection("opamp", connection.state.capabilities)) {
      return { issued: false, reason: "the agent does not accept the settings in which a certificate comes" };
    }
    const reading = await readSigningRequest(pem, uid);
    if (!reading.ok) return this.#refuse(uid, reading.reason);
    const { store, clock } = this.#options;
    const { publicKey, keyName } = reading.request;
    const keyPrint = keyPrintOf(publicKey);
    const fault = keyFault(store.certificates.withKey(keyPrint), uid);
    if (fault !== undefined) return this.#refuse(uid, fault);
    const isNew = store.certificates.request(uid)?.keyPrint !== keyPrint;
    if (isNew) store.timeline.record(uid, { kind: "certificate-requested" });
    store.certificates.saveRequest({ uid, csr: pem, keyName, keyPrint, askedAt: clock.now() });
    const { certificate } = connection.context;
    const proved = certificate !== undefined && store.certificates.get(certificate)?.uid === uid;
    const applicant = { uid, state: connection.state, proved, revoked: this.issued.isShutOut(uid) };
    if (approves(this.settings.rule, applicant)) await this.approve(uid);
    else this.#options.changed(uid);
    return { issued: "later" };
  }

  /** Signs the request of the agent. */
  async approve(uid: string): Promise<ChangeOutcome> {
    const { certificates } = this.#options.store;
    const request = certificates.request(uid);
    if (!request) return unknownRequest;
    const reading = await readSigningRequest(request.csr, uid);
    if (!reading.ok) return this.deny(uid, reading.reason);
    certificates.removeRequest(uid);
    this.issued.issue(uid, reading.request.publicKey);
    return done;
  }

  deny(uid: string, reason = "a person has denied it"): ChangeOutcome {
    const { store, fleet } = this.#options;
    if (!store.certificates.request(uid)) return unknownRequest;
    store.certificates.removeRequest(uid);
    this.#refuse(uid, reason);
    fleet.find(uid)?.connection?.send(certificateRefusal(reason));
    return done;
  }

  #refuse(uid: string, reason: string): CertificateDecision {
    this.#options.store.timeline.record(uid, { kind: "certificate-denied", error: reason });
    this.#options.log.info("Certificate denied", { agent: uid, reason });
    this.#options.changed(uid);
    return { issued: false, reason };
  }
}

const unknownRequest: ChangeOutcome = { kind: "unknown", reason: "The agent has no request that waits." };
