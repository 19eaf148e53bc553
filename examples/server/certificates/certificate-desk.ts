import { X509Certificate } from "node:crypto";

import { type CertificateDecision, certificateRefusal } from "../../../src/opamp/server/certificate-request.ts";
import type { Clock } from "../../../src/runtime/ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import type { ChangeOutcome } from "../agents/change-outcome.ts";
import type { Fleet } from "../agents/fleet.ts";
import type { Connection } from "../agents/peer.ts";
import { acceptsConnection, type CurrentCertificate } from "../connections/settings-offers.ts";
import { isInForce, type StoredCertificate } from "../store/certificate-store.ts";
import type { Store } from "../store/open-store.ts";
import { approves } from "./approval-rule.ts";
import { ApprovalSettings } from "./approval-settings.ts";
import { type Authority, keyPrintOf, newAgentKey } from "./authority.ts";
import { type CertificatesView, certificatesView } from "./certificate-view.ts";
import { keyFault } from "./key-fault.ts";
import { PairKeys } from "./pair-keys.ts";
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

/** Close code for an agent whose certificate was revoked (RFC 6455, 7.4.1: policy). */
const revokedCode = 1008;

const done: ChangeOutcome = { kind: "done" };

/** Where certificates are asked for, issued, renewed and revoked. */
export class CertificateDesk {
  readonly settings: ApprovalSettings;
  readonly #options: CertificateDeskOptions;
  readonly #keys: PairKeys;

  constructor(options: CertificateDeskOptions) {
    this.#options = options;
    this.#keys = new PairKeys(options.clock);
    this.settings = new ApprovalSettings(options.store.certificates);
    this.#giveUpLostPairs();
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

  /** No key is kept any more. */
  stop(): void {
    this.#keys.dropAll();
  }

  /** Whether a client with this certificate (DER) may come in, and as whom. */
  prove(der: Uint8Array | undefined): Proof {
    const { authority, store, clock } = this.#options;
    return proveCertificate({ der, authority, certificates: store.certificates, now: clock.now() });
  }

  /** The agent speaks over a connection on which it has shown a certificate: it has the key of that. */
  used({ context: { uid = "", certificate: serial = "" } }: Connection): void {
    if (!this.#keys.drop(serial)) return;
    const { store, clock } = this.#options;
    store.certificates.setState(serial, "valid", clock.now());
    this.#options.changed(uid);
  }

  /** The certificate that the agent is to have: the newest that is in force. */
  issued(uid: string): CurrentCertificate | undefined {
    const current = this.#current(uid);
    const { cert: caCert } = this.#options.authority;
    return current && { cert: current.cert, caCert, key: this.#keys.get(current.serial), endsAt: current.endsAt };
  }

  /** An agent whose last certificate was revoked is offered nothing until a person has approved another one. */
  isShutOut(uid: string): boolean {
    return this.#options.store.certificates.of(uid)[0]?.state === "revoked";
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
    const applicant = { uid, state: connection.state, proved, revoked: this.isShutOut(uid) };
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
    this.#issue(uid, reading.request.publicKey, "request");
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

  /** Makes a key and a certificate for an agent, which is offered both. */
  makePair(uid: string): ChangeOutcome {
    const agent = this.#options.fleet.find(uid);
    if (!agent) return { kind: "unknown", reason: "This server does not know such an agent." };
    if (!acceptsConnection("opamp", agent.state.capabilities)) {
      return { kind: "refused", reason: "The agent does not accept connection settings." };
    }
    if (!agent.connection) return { kind: "refused", reason: "The agent is away, and its key would have to be kept." };
    const { publicKey, pem } = newAgentKey();
    this.#issue(uid, publicKey, "pair", pem);
    return done;
  }

  /** Another certificate: of the same key where the agent has made that, else with a new one. */
  renew(serial: string): ChangeOutcome {
    const certificate = this.#options.store.certificates.get(serial);
    if (!certificate) return unknownCertificate;
    if (!isInForce(certificate)) {
      return {
        kind: "refused",
        reason: `The certificate is ${certificate.state}: the agent has to ask for another one.`,
      };
    }
    if (certificate.origin === "pair") return this.makePair(certificate.uid);
    this.#issue(certificate.uid, new X509Certificate(certificate.cert).publicKey, "request");
    return done;
  }

  /** From now on nobody comes in with it, and who has come in with it is sent away. */
  revoke(serial: string): ChangeOutcome {
    const { store, fleet, log, clock } = this.#options;
    const certificate = store.certificates.get(serial);
    if (!certificate) return unknownCertificate;
    const { uid } = certificate;
    for (const one of store.certificates.of(uid)) {
      const { serial: each } = one;
      if (each !== serial && !isInForce(one)) continue;
      store.certificates.setState(each, "revoked", clock.now());
      this.#keys.drop(each);
      store.timeline.record(uid, { kind: "certificate-revoked", serial: each });
    }
    log.info("Certificates of an agent revoked", { agent: uid, serial });
    this.#options.changed(uid);
    for (const { connection, uid: other } of fleet.everybody()) {
      const holds = other === uid || connection?.context.certificate === serial;
      if (holds) connection?.close(revokedCode, "the certificate of the agent was revoked");
    }
    return done;
  }

  /** The agent has given its verdict on the newest certificate; once it has that, older ones are not needed any more. */
  decided(uid: string, verdict: "applied" | "failed"): void {
    const { store, clock } = this.#options;
    const current = this.#current(uid);
    if (!current) return;
    this.#keys.drop(current.serial);
    if (current.state === "offered") {
      store.certificates.setState(current.serial, verdict === "applied" ? "valid" : "unused", clock.now());
    }
    if (verdict === "failed") return;
    for (const { serial, ...older } of store.certificates.of(uid)) {
      if (serial !== current.serial && isInForce(older)) store.certificates.setState(serial, "replaced", clock.now());
    }
  }

  /** The agent has not said for long what became of the pair. */
  #giveUp(uid: string, serial: string): void {
    const { store, clock, log } = this.#options;
    log.warn("The agent has not taken the key and the certificate that were made for it", { agent: uid, serial });
    store.certificates.setState(serial, "unused", clock.now());
    this.#options.changed(uid);
  }

  /** The keys of pairs that no agent had taken were in the memory of a server that is gone. */
  #giveUpLostPairs(): void {
    const { store, clock } = this.#options;
    for (const { serial, state } of store.certificates.all()) {
      if (state === "offered") store.certificates.setState(serial, "unused", clock.now());
    }
  }

  /** The newest that is in force and has not expired. */
  #current(uid: string): StoredCertificate | undefined {
    const now = this.#options.clock.now();
    return this.#options.store.certificates.of(uid).find((one) => isInForce(one) && one.endsAt > now);
  }

  #issue(uid: string, publicKey: Parameters<typeof keyPrintOf>[0], origin: "request" | "pair", key?: string): void {
    const { store, authority, clock, log } = this.#options;
    const now = clock.now();
    const fresh = authority.issue({ uid, publicKey, now, lifeMs: this.settings.lifeMs });
    store.certificates.add({
      ...fresh,
      uid,
      origin,
      state: key === undefined ? "valid" : "offered",
      issuedAt: now,
      decidedAt: null,
    });
    if (key !== undefined) this.#keys.keep(fresh.serial, key, () => this.#giveUp(uid, fresh.serial));
    store.timeline.record(uid, { kind: "certificate-issued", serial: fresh.serial });
    log.info("Certificate issued", { agent: uid, serial: fresh.serial, key: origin });
    this.#options.changed(uid);
  }

  #refuse(uid: string, reason: string): CertificateDecision {
    this.#options.store.timeline.record(uid, { kind: "certificate-denied", error: reason });
    this.#options.log.info("Certificate denied", { agent: uid, reason });
    this.#options.changed(uid);
    return { issued: false, reason };
  }
}

const unknownRequest: ChangeOutcome = { kind: "unknown", reason: "The agent has no request that waits." };
const unknownCertificate: ChangeOutcome = { kind: "unknown", reason: "This server has issued no such certificate." };
