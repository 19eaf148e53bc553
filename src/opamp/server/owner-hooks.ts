import { errorMessage } from "../../runtime/error-message.ts";
import type { Log } from "../../telemetry/log.ts";
import type { AgentToServer, ServerToAgent } from "../wire/messages.ts";
import { formatUid } from "../wire/uid.ts";
import type { AgentConnection } from "./agent-connection.ts";
import type { AgentState } from "./agent-state.ts";
import { badRequest, unknownError } from "./answer.ts";
import { certificateAnswer, signingRequestIn } from "./certificate-request.ts";
import type { DesiredOffers } from "./desired-offers.ts";
import type { Overload, ServerOptions } from "./options.ts";

type Owner<Context> = Pick<
  ServerOptions<Context>,
  | "overloaded"
  | "mayContinue"
  | "resume"
  | "connected"
  | "message"
  | "desired"
  | "offered"
  | "certificateRequest"
  | "moved"
  | "closed"
>;

const nothing: readonly ServerToAgent[] = [];

/** The owner's callbacks. What they throw stays here: it is logged, and at most their own agent feels it. */
export class OwnerHooks<Context> {
  readonly #owner: Owner<Context>;
  readonly #log: Log;

  constructor(owner: Owner<Context>, log: Log) {
    this.#owner = owner;
    this.#log = log;
  }

  /** An owner that fails to tell is taken for one that is not. */
  overloaded(agent: AgentConnection<Context>): Overload | undefined {
    if (!this.#owner.overloaded) return undefined;
    return this.#attempt("overloaded", agent, () => this.#owner.overloaded?.(), undefined);
  }

  mayContinue(agent: AgentConnection<Context>, context: Context): boolean {
    return this.#attempt("mayContinue", agent, () => this.#owner.mayContinue?.(agent, context) ?? true, false);
  }

  resume(agent: AgentConnection<Context>, instanceUid: Uint8Array): AgentState | undefined {
    return this.#attempt("resume", agent, () => this.#owner.resume?.(agent.context, instanceUid), undefined);
  }

  connected(agent: AgentConnection<Context>): void {
    this.#attempt("connected", agent, () => this.#owner.connected?.(agent), undefined);
  }

  moved(agent: AgentConnection<Context>, from: Uint8Array): void {
    this.#attempt("moved", agent, () => this.#owner.moved?.(agent, from), undefined);
  }

  closed(agent: AgentConnection<Context>): void {
    this.#attempt("closed", agent, () => this.#owner.closed(agent), undefined);
  }

  desired(agent: AgentConnection<Context>): DesiredOffers | undefined {
    if (!this.#owner.desired) return undefined;
    return this.#attempt("desired", agent, () => this.#owner.desired?.(agent), undefined);
  }

  offered(agent: AgentConnection<Context>, offers: DesiredOffers): void {
    this.#attempt("offered", agent, () => this.#owner.offered?.(agent, offers), undefined);
  }

  /** All that the owner has to say to a message. At once where the owner answers at once; never rejects. */
  message(
    agent: AgentConnection<Context>,
    message: AgentToServer,
  ): readonly ServerToAgent[] | Promise<readonly ServerToAgent[]> {
    try {
      const said = this.#owner.message(agent, message);
      const csr = signingRequestIn(message);
      if (said instanceof Promise || csr) return this.#messageLater(agent, said, csr);
      return said ? [said] : nothing;
    } catch (error) {
      return this.#failed(agent, error);
    }
  }

  async #messageLater(
    agent: AgentConnection<Context>,
    said: ServerToAgent | undefined | Promise<ServerToAgent | undefined>,
    csr: Uint8Array | undefined,
  ): Promise<readonly ServerToAgent[]> {
    try {
      const content = (await said) ?? {};
      return csr ? [content, await this.#certificate(agent, csr)] : [content];
    } catch (error) {
      return this.#failed(agent, error);
    }
  }

  async #certificate(agent: AgentConnection<Context>, csr: Uint8Array): Promise<ServerToAgent> {
    if (csr.length === 0) return badRequest("the request for connection settings has no certificate request in it");
    const decision = await this.#owner.certificateRequest?.(agent, csr);
    return decision ? certificateAnswer(decision) : badRequest("this server issues no certificates");
  }

  /** § Status Reporting: where processing has failed, the agent is told so. */
  #failed(agent: AgentConnection<Context>, error: unknown): readonly ServerToAgent[] {
    this.#report("message", agent, error);
    return [unknownError("the server failed to process this message; its log says more")];
  }

  #attempt<Result>(hook: string, agent: AgentConnection<Context>, call: () => Result, otherwise: Result): Result {
    try {
      return call();
    } catch (error) {
      this.#report(hook, agent, error);
      return otherwise;
    }
  }

  #report(hook: string, { state, remoteAddress }: AgentConnection<Context>, error: unknown): void {
    this.#log.error("A handler of the server failed for one agent", {
      handler: hook,
      instance_uid: formatUid(state.instanceUid),
      remote: remoteAddress,
      error: errorMessage(error),
    });
  }
}
