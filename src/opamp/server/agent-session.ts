import type { AcceptedSocket } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import { sameBytes } from "../wire/bytes.ts";
import { canonical } from "../wire/canonical.ts";
import { decodeFrame, encodeFrame } from "../wire/framing.ts";
import { type AgentToServer, codec, type ServerToAgent, ServerToAgentFlags } from "../wire/messages.ts";
import { formatUid, uidLength } from "../wire/uid.ts";
import { type AgentState, mergeState, silentState } from "./agent-state.ts";
import { badRequest, composeMessage } from "./answer.ts";
import { hasGap, Inquiry } from "./inquiry.ts";
import type { AgentConnection, ServerOptions } from "./server.ts";

/** What a session takes from the options of its server. */
export type SessionRules<Context> = Pick<
  ServerOptions<Context>,
  "log" | "capabilities" | "wantComponents" | "resume" | "connected" | "message" | "closed"
> & { maxMessageBytes: number };

/** The far end of one agent: answers each of its messages and holds what it said. */
export class AgentSession<Context> implements AgentConnection<Context> {
  readonly context: Context;
  readonly remoteAddress: string;
  readonly #rules: SessionRules<Context>;
  readonly #log: Log;
  readonly #inquiry: Inquiry;
  #socket: AcceptedSocket<unknown> | undefined;
  #state: AgentState | undefined;
  /** Capabilities go out with the first message. */
  #introduced = false;
  #over = false;
  /** Messages for an agent whose uid is not known yet. */
  #held: ServerToAgent[] = [];

  constructor(context: Context, remoteAddress: string, rules: SessionRules<Context>) {
    this.context = context;
    this.remoteAddress = remoteAddress;
    this.#rules = rules;
    this.#log = rules.log;
    this.#inquiry = new Inquiry(rules);
  }

  get state(): AgentState {
    return this.#state ?? silentState;
  }

  send(message: ServerToAgent): void {
    if (this.#state) this.#write(message);
    else this.#held.push(message);
  }

  requestFullState(): void {
    this.#inquiry.awaitFullState();
    this.send({ flags: ServerToAgentFlags.ServerToAgentFlags_ReportFullState });
  }

  close(code: number, reason: string): void {
    this.#socket?.close(code, reason);
  }

  // --- for the server ---

  opened(socket: AcceptedSocket<unknown>): void {
    this.#socket = socket;
    this.#rules.connected?.(this);
  }

  received(data: Uint8Array): void {
    if (this.#over) return;
    const frame = decodeFrame(data);
    if (!frame.ok) return this.refuse(frame.reason);
    const message = decode(frame.payload);
    if (!message) return this.refuse("the message is no AgentToServer");
    const length = message.instanceUid?.length ?? 0;
    if (length !== uidLength) return this.refuse(`instance_uid must have ${uidLength} bytes: it has ${length}`);
    this.#process(message);
  }

  refuse(reason: string): void {
    this.#log.warn("Refused a malformed message of an agent", { remote: this.remoteAddress, reason });
    this.#write(badRequest(reason));
  }

  ended(): void {
    this.#socket = undefined;
    if (this.#over) return;
    this.#over = true;
    this.#rules.closed(this);
  }

  #process(message: AgentToServer): void {
    const before = this.#state ?? this.#resumed(message);
    const state = mergeState(before, message);
    this.#state = state;
    const flags = this.#inquiry.flagsFor(message, before, state);
    this.#write(this.#rules.message(this, message) ?? {}, flags);
    for (const held of this.#held.splice(0)) this.#write(held);
    if (!message.agentDisconnect) return;
    this.close(1000, "");
    this.ended();
  }

  /** What is known of the agent from an earlier connection, if this message continues it. */
  #resumed(message: AgentToServer): AgentState | undefined {
    const now = mergeState(undefined, message);
    const earlier = this.#rules.resume?.(this.context, now.instanceUid);
    if (!earlier || !sameBytes(earlier.instanceUid, now.instanceUid) || hasGap(earlier, now)) return undefined;
    return earlier;
  }

  #write(content: ServerToAgent, flags = 0): void {
    if (!this.#socket) return;
    const { instanceUid } = this.state;
    const capabilities = this.#introduced ? 0 : this.#rules.capabilities;
    const message = composeMessage({ instanceUid, capabilities, flags, content });
    const frame = encodeFrame(codec.ServerToAgent.encode(canonical(message)).finish());
    if (frame.length > this.#rules.maxMessageBytes) {
      const facts = { bytes: frame.length, limit_bytes: this.#rules.maxMessageBytes };
      return this.#log.error("Not sent, as it exceeds the largest message", {
        instance_uid: formatUid(instanceUid),
        ...facts,
      });
    }
    if (message.capabilities) this.#introduced = true;
    this.#socket.send(frame);
  }
}

/** `undefined` for bytes that are no such message; the decoder knows many ways to say so. */
function decode(payload: Uint8Array): AgentToServer | undefined {
  try {
    return codec.AgentToServer.decode(payload);
  } catch {
    return undefined;
  }
}
