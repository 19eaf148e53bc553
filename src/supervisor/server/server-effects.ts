import { isCertificateRequest } from "../../connection/make-certificate-request.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import type { Clock, Runtime } from "../../runtime/ports.ts";
import type { Storage } from "../../storage/storage.ts";
import { errorText } from "../../telemetry/error-text.ts";
import type { Effect } from "../mind/effects.ts";
import type { Event } from "../mind/events.ts";
import type { Upstream } from "./no-upstream.ts";

/** Effects on the connection to the server: on trial, in use, and what is asked for over it. */
export type ServerEffect = Extract<
  Effect,
  {
    do:
      | "ProbeServer"
      | "AbandonProbe"
      | "UseConnection"
      | "UseHeartbeat"
      | "UseInstanceUid"
      | "MakeCertificateRequest"
      | "AskForCertificate";
  }
>;

export interface ServerEffectsOptions {
  clock: Clock;
  runtime: Runtime;
  storage: Storage;
  upstream: Upstream;
  post(event: Event): void;
}

/** Carries them out. */
export class ServerEffects {
  readonly #options: ServerEffectsOptions;
  #probe = new AbortController();

  constructor(options: ServerEffectsOptions) {
    this.#options = options;
  }

  async perform(effect: ServerEffect): Promise<void> {
    switch (effect.do) {
      case "ProbeServer":
        return await this.#probeServer(effect);
      case "AbandonProbe":
        return this.#probe.abort();
      case "UseConnection":
        return await this.#useConnection(effect);
      case "UseHeartbeat":
        return this.#options.upstream.useHeartbeat(effect.settings);
      case "UseInstanceUid":
        return await this.#useInstanceUid(effect.uid);
      case "MakeCertificateRequest":
        return await this.#makeCertificateRequest(effect);
      case "AskForCertificate":
        return this.#askForCertificate(effect.csr);
    }
  }

  /** Gives up the probe that is under way. */
  close(): void {
    this.#probe.abort();
  }

  /** Nothing is tried before it is on disk; a certificate that would be lost with this process is none to go on with. */
  async #probeServer({ ticket, settings }: Extract<Effect, { do: "ProbeServer" }>): Promise<void> {
    const { storage, upstream, post } = this.#options;
    const { signal } = (this.#probe = new AbortController());
    await storage.settled();
    if (signal.aborted) return;
    if (settings.certificate && storage.state.connectionCandidate === undefined) {
      return post({
        is: "ServerProbed",
        ticket,
        outcome: { reached: false, reason: "the certificate cannot be stored" },
      });
    }
    const outcome = await upstream
      .probe(settings, signal)
      .catch((error: unknown) => ({ reached: false as const, reason: errorMessage(error) }));
    if (!signal.aborted) post({ is: "ServerProbed", ticket, outcome });
  }

  /** What was reported before it goes out on the old connection. */
  async #useConnection({ use, settings }: Extract<Effect, { do: "UseConnection" }>): Promise<void> {
    await this.#options.storage.settled();
    this.#options.upstream.useConnection(settings, use);
  }

  /** Once it is on disk, so that a supervisor that is killed does not come back under the one that the server gave up. */
  async #useInstanceUid(uid: Uint8Array): Promise<void> {
    await this.#options.storage.settled();
    this.#options.upstream.setInstanceUid(uid);
  }

  /** Another process gives the memory back that the library takes. A key that cannot be stored is of no use: nobody is asked. */
  async #makeCertificateRequest({
    ticket,
    wish,
    form,
  }: Extract<Effect, { do: "MakeCertificateRequest" }>): Promise<void> {
    const { runtime, storage, clock, post } = this.#options;
    try {
      const made = await runtime.processes.compute("certificateRequest", wish);
      if (!isCertificateRequest(made)) throw new TypeError("the result is no request");
      const request = { key: made.key, csr: made.csr, form, madeAt: clock.now() };
      await storage.saveCertificateRequest(request);
      post({ is: "CertificateRequestMade", ticket, making: { made: true, request } });
    } catch (error) {
      const reason = `no request for a certificate can be made: ${errorText(error)}`;
      post({ is: "CertificateRequestMade", ticket, making: { made: false, reason } });
    }
  }

  #askForCertificate(csr: string): void {
    const { upstream, post } = this.#options;
    const request = { opamp: { certificateRequest: { csr: new TextEncoder().encode(csr) } } };
    if (upstream.requestConnectionSettings(request) !== "unsupported") return;
    post({ is: "ServerRefused", reason: "the server takes no requests for connection settings" });
  }
}
