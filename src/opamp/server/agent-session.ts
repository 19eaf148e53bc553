import type { Clock, Random } from "../../runtime/ports.ts";
import { sameBytes } from "../wire/bytes.ts";
import { hasCapability, receivedBits } from "../wire/capabilities.ts";
import { toBigInt } from "../wire/integers.ts";
import { type AgentToServer, AgentToServerFlags, type ServerToAgent, ServerToAgentFlags } from "../wire/messages.ts";
import { formatUid } from "../wire/uid.ts";
import type { AgentConnection, SendOutcome } from "./agent-connection.ts";
import { type AgentState, lacksComponents, mergeState, silentState } from "./agent-state.ts";
import { unavailable } from "./answer.ts";
import type { Answer, Channel } from "./channel.ts";
import type { ComponentCache } from "./component-cache.ts";
import { OfferMemory } from "./desired-offers.ts";
import { fitToAgent } from "./fit-to-agent.ts";
import { hasGap, Inquiry } from "./inquiry.ts";
import { MessageWriter, type WriterRules } from "./message-writer.ts";
import type { ServerOptions } from "./options.ts";
import type { OwnerHooks } from "./owner-hooks.ts";
import { Repeats } from "./repeats.ts";
import type { Claim, Member, Roll } from "./roll.ts";

/** What all sessions of one server share. */
export interface SessionRules<Context> extends WriterRules, Pick<ServerOptions<Context>, "wantComponents"> {
  clock: Clock;
  random: Random;
  hooks: OwnerHooks<Context>;
  roll: Roll<AgentSession<Context>>;
  components: ComponentCache;
}

/** Close code for a connection whose agent has come back on another one (RFC 6455, 7.4.1: policy). */
const superseded = 1008;

/** For an agent that has gone meanwhile. */
const noAnswer: Answer = { payload: new Uint8Array(), isLast: true };

/** The far end of one agent, whatever the transport: answers each of its messages and holds what it said. */
export class AgentSession<Context> implements AgentConnection<Context>, Member {
  readonly context: Context;
  readonly #channel: Channel;
  readonly #rules: SessionRules<Context>;
  readonly #inquiry: Inquiry;
  readonly #writer: MessageWriter;
  readonly #offers = new OfferMemory();
  readonly #repeats = new Repeats();
  #state: AgentState | undefined;
  /** The uid under which the owner knows the agent. */
  #knownAs: Uint8Array | undefined;
  #otherUid: Uint8Array | undefined;
  /** Over HTTP a copy of a message means that its answer was lost. */
  #lastAnswer: ServerToAgent = {};
  #greeted = false;
  #over = false;

  constructor(context: Context, channel: Channel, rules: SessionRules<Context>) {
    this.context = context;
    this.#channel = channel;
    this.#rules = rules;
    this.#inquiry = new Inquiry(rules);
    this.#writer = new MessageWriter(rules, channel);
  }

  get transport(): "websocket" | "http" {
    return this.#channel.transport;
  }

  get remoteAddress(): string {
    return this.#channel.remoteAddress;
  }

  get state(): AgentState {
    return this.#state ?? silentState;
  }

  /** Whether the agent is gone or was sent away. */
  get over(): boolean {
    return this.#over;
  }

  send(message: ServerToAgent): SendOutcome {
    if (this.#over) return "gone";
    if (this.#state) {
      const { message: fitting, leftOut } = fitToAgent(message, this.#state.capabilities);
      if (leftOut.length > 0 && Object.keys(fitting).length === 0) return "not-accepted";
    }
    const outcome = this.#queue(message);
    return outcome === "queued" ? this.flush() : outcome;
  }

  offer(): void {
    // An agent that polls gets with each answer what is due by then.
    if (this.#over || this.transport === "http") return;
    this.#queueDueOffers();
    this.flush();
  }

  requestFullState(): void {
    this.#inquiry.awaitFullState();
    this.send({ flags: ServerToAgentFlags.ServerToAgentFlags_ReportFullState });
  }

  close(code: number, reason: string): void {
    this.#channel.close(code, reason);
  }

  // --- for the transports ---

  /** The owner is told that the agent is there. */
  greet(): void {
    this.#greeted = true;
    this.#rules.hooks.connected(this);
  }

  /** Must not be called again before its result is there. Never rejects. */
  handle(message: AgentToServer, bytes: Uint8Array): Answer | Promise<Answer> {
    const overload = this.#rules.hooks.overloaded(this);
    if (overload) return this.#answer(unavailable("the server is overloaded", overload.retryAfterMs));
    if (this.#repeats.isRepeat(bytes)) return this.#answer(this.#lastAnswer);
    const uid = message.instanceUid ?? new Uint8Array();
    if (this.#knownAs && sameBytes(this.#knownAs, uid)) return this.#claimed("granted", message);
    const claim = this.#rules.roll.claim(this, uid);
    return claim instanceof Promise
      ? claim.then((late) => this.#claimed(late, message))
      : this.#claimed(claim, message);
  }

  /** Sends what waits, as far as it can go. */
  flush(): SendOutcome {
    let outcome: SendOutcome = "sent";
    while (this.#writer.waits) {
      if (!this.#state || !this.#channel.ready) return "pending";
      const next = this.#writer.takeNext(this.#state);
      if (!next) return "not-accepted";
      const written = this.#writer.write(next, this.#state);
      if (typeof written === "string") outcome = written;
      else this.#channel.write(written);
    }
    return outcome;
  }

  /** What cannot be understood, or comes too often, is answered beside the sequence of messages. */
  encodeError(error: ServerToAgent): Uint8Array {
    return this.#answer(error).payload;
  }

  ended(): void {
    if (this.#over) return;
    this.#over = true;
    this.#rules.roll.leave(this);
    if (this.#greeted) this.#rules.hooks.closed(this);
  }

  probe(): Promise<boolean> | undefined {
    return this.#channel.probe();
  }

  supersede(): void {
    this.#rules.log.info("An agent has a newer connection: the older one is closed", {
      instance_uid: formatUid(this.state.instanceUid),
    });
    this.#channel.close(superseded, "the agent has a newer connection");
    this.ended();
  }

  // --- one message ---

  #claimed(claim: Claim, message: AgentToServer): Answer | Promise<Answer> {
    if (this.#over) return noAnswer;
    const before = this.#state ?? this.#resumed(message);
    const state = mergeState(before, message);
    this.#shareComponents(state);
    this.#state = state;
    if (claim === "clone") return this.#answerClone();
    if (!this.#greeted) this.greet();
    if (this.#knownAs && !sameBytes(this.#knownAs, state.instanceUid)) this.#rules.hooks.moved(this, this.#knownAs);
    this.#knownAs = state.instanceUid;
    const flags = this.#inquiry.flagsFor(message, before, state);
    if (flags !== 0) this.#queue({ flags });
    const said = this.#rules.hooks.message(this, message);
    return said instanceof Promise ? said.then((late) => this.#conclude(message, late)) : this.#conclude(message, said);
  }

  #conclude(message: AgentToServer, said: readonly ServerToAgent[]): Answer {
    if (this.#over) return noAnswer;
    if (asksForUid(message)) this.#queue({ agentIdentification: { newInstanceUid: this.#anotherUid() } });
    for (const content of said) this.#queue(content);
    if (message.agentDisconnect) return { ...this.#answer(), isLast: true };
    this.#queueDueOffers();
    return this.#answer();
  }

  /** When the agent tells of them, and until the map is known. */
  #shareComponents(state: AgentState): void {
    const { availableComponents: components } = state;
    if (!components || (components === this.#state?.availableComponents && !lacksComponents(components))) return;
    state.availableComponents = this.#rules.components.share(components);
  }

  /** What is known of the agent from an earlier connection, if this message continues it. */
  #resumed(message: AgentToServer): AgentState | undefined {
    const instanceUid = message.instanceUid ?? new Uint8Array();
    const earlier = this.#rules.hooks.resume(this, instanceUid);
    if (!earlier || !sameBytes(earlier.instanceUid, instanceUid)) return undefined;
    return hasGap(earlier, { sequence: toBigInt(message.sequenceNum) }) ? undefined : earlier;
  }

  #answerClone(): Answer {
    const newInstanceUid = this.#anotherUid();
    this.#rules.log.warn("Two agents have the same instance uid: the newcomer is given another one", {
      instance_uid: formatUid(this.state.instanceUid),
      new_instance_uid: formatUid(newInstanceUid),
      remote: this.remoteAddress,
    });
    this.#rules.roll.promise(this, newInstanceUid);
    return this.#answer({ agentIdentification: { newInstanceUid } });
  }

  /** The same one until the agent has taken it. */
  #anotherUid(): Uint8Array {
    if (!this.#otherUid || sameBytes(this.#otherUid, this.state.instanceUid)) {
      this.#otherUid = this.#rules.random.uuidv7();
    }
    return this.#otherUid;
  }

  #queueDueOffers(): void {
    const desired = this.#state && this.#rules.hooks.desired(this);
    if (!this.#state || !desired) return;
    const due = this.#offers.due(desired, this.#state, this.#rules.clock.monotonic());
    if (Object.keys(due).length === 0) return;
    this.#queue(due);
    this.#rules.hooks.offered(this, due);
  }

  #queue(content: ServerToAgent): "queued" | "queue-full" | "invalid" {
    const outcome = this.#writer.queue(content);
    this.#offers.note(content, this.#rules.clock.monotonic());
    const uid = content.agentIdentification?.newInstanceUid;
    if (uid && outcome !== "invalid") this.#rules.roll.promise(this, uid);
    return outcome;
  }

  #answer(content: ServerToAgent = this.#writer.takeNext(this.state) ?? {}): Answer {
    this.#lastAnswer = this.transport === "http" ? content : {};
    return { payload: this.#writer.writeAnswer(content, this.state), isLast: false };
  }
}

function asksForUid({ flags }: AgentToServer): boolean {
  return hasCapability(receivedBits(flags), AgentToServerFlags.AgentToServerFlags_RequestInstanceUid);
}
