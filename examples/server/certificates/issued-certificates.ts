import { type KeyObject, X509Certificate } from "node:crypto";

import type { Clock } from "../../../src/runtime/ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import type { ChangeOutcome } from "../agents/change-outcome.ts";
import type { Fleet } from "../agents/fleet.ts";
import type { Connection } from "../agents/peer.ts";
import { acceptsConnection, type CurrentCertificate } from "../connections/settings-offers.ts";
import { isInForce, type StoredCertificate } from "../store/certificate-store.ts";
import type { Store } from "../store/open-store.ts";
import { type Authority, newAgentKey } from "./authority.ts";
import { PairKeys } from "./pair-keys.ts";

export interface IssuedCertificatesOptions {
  clock: Clock;
  log: Log;
  store: Store;
  fleet: Fleet;
  authority: Authority;
  /** For how long new ones are valid, milliseconds. */
  lifeMs(): number;
  /** What the agent is to have is not as it was. */
  changed(uid: string): void;
}

/** Close code for an agent whose certificate was revoked (RFC 6455, 7.4.1: policy). */
const revokedCode = 1008;

const done: ChangeOutcome = { kind: "done" };
const unknownCertificate: ChangeOutcome = { kind: "unknown", reason: "This server has issued no such certificate." };

/** The certificates that agents have from this server: issued, renewed, taken, revoked. */
export class IssuedCertificates {
  readonly #options: IssuedCertificatesOptions;
  readonly #keys: PairKeys;

  constructor(options: IssuedCertificatesOptions) {
    this.#options = options;
    this.#keys = new PairKeys(options.clock);
    this.#giveUpLostPairs();
  }

  /** No key is kept any more. */
  stop(): void {
    this.#keys.dropAll();
  }

  /** The agent speaks over a connection on which it has shown a certificate: it has the key of that. */
  used({ context: { uid = "", certificate: serial = "" } }: Connection): void {
    if (!this.#keys.drop(serial)) return;
    const { store, clock } = this.#options;
    store.certificates.setState(serial, "valid", clock.now());
    this.#options.changed(uid);
  }

  /** The certificate that the agent is to have: the newest that is in force. */
  current(uid: string): CurrentCertificate | undefined {
    const current = this.#newest(uid);
    const { cert: caCert } = this.#options.authority;
    return current && { cert: current.cert, caCert, key: this.#keys.get(current.serial), endsAt: current.endsAt };
  }

  /** An agent whose last certificate was revoked is offered nothing until a person has approved another one. */
  isShutOut(uid: string): boolean {
    return this.#options.store.certificates.of(uid)[0]?.state === "revoked";
  }

  /** Signs a certificate for the agent's key; `key`: the private one, PEM, where it was made here. */
  issue(uid: string, publicKey: KeyObject, key?: string): void {
    const { store, authority, clock, log } = this.#options;
    const now = clock.now();
    const origin = key === undefined ? "request" : "pair";
    const fresh = authority.issue({ uid, publicKey, now, lifeMs: this.#options.lifeMs() });
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

  /** Makes a key and a certificate for an agent, which is offered both. */
  makePair(uid: string): ChangeOutcome {
    const agent = this.#options.fleet.find(uid);
    if (!agent) return { kind: "unknown", reason: "This server does not know such an agent." };
    if (!acceptsConnection("opamp", agent.state.capabilities)) {
      return { kind: "refused", reason: "The agent does not accept connection settings." };
    }
    if (!agent.connection) return { kind: "refused", reason: "The agent is away, and its key would have to be kept." };
    const { publicKey, pem } = newAgentKey();
    this.issue(uid, publicKey, pem);
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
    this.issue(certificate.uid, new X509Certificate(certificate.cert).publicKey);
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
    const current = this.#newest(uid);
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
  #newest(uid: string): StoredCertificate | undefined {
    const now = this.#options.clock.now();
    return this.#options.store.certificates.of(uid).find((one) => isInForce(one) && one.endsAt > now);
  }
}
