import { errorMessage } from "../../runtime/error-message.ts";
import type { Log } from "../../telemetry/log.ts";
import { wellFormed } from "../wire/canonical.ts";
import { encodeMessage } from "../wire/encode.ts";
import { codec, type ServerToAgent } from "../wire/messages.ts";
import { formatUid, isUid } from "../wire/uid.ts";
import type { AgentState } from "./agent-state.ts";
import { composeMessage } from "./answer.ts";
import type { Channel } from "./channel.ts";
import { fitToAgent } from "./fit-to-agent.ts";
import { withMissingHashes } from "./offer-hashes.ts";
import { Outgoing } from "./outgoing.ts";

/** What the writers of one server share. */
export interface WriterRules {
  log: Log;
  /** Bits of ServerCapabilities. */
  capabilities: number;
  customCapabilities(): readonly string[];
  /** Largest ServerToAgent, bytes. */
  maxPayloadBytes: number;
}

/** What there is to say to one agent, and the bytes in which it is said. */
export class MessageWriter {
  readonly #rules: WriterRules;
  readonly #channel: Pick<Channel, "noted">;
  readonly #outgoing = new Outgoing();
  /** Capabilities go out with the first message that may have them. */
  #introduced = false;

  constructor(rules: WriterRules, channel: Pick<Channel, "noted">) {
    this.#rules = rules;
    this.#channel = channel;
    const capabilities = [...rules.customCapabilities()];
    if (capabilities.length > 0) this.#outgoing.add({ customCapabilities: { capabilities } });
  }

  /** Whether something waits. */
  get waits(): boolean {
    return !this.#outgoing.empty;
  }

  /** `invalid`: it has an instance uid that is none, or a value that its field cannot have. */
  queue(content: ServerToAgent): "queued" | "queue-full" | "invalid" {
    const uid = content.agentIdentification?.newInstanceUid;
    if (uid && !isUid(uid)) {
      this.#rules.log.error("Not sent, as a new instance uid has 16 bytes that are not all 0", { uid: uid.toHex() });
      return "invalid";
    }
    try {
      return this.#outgoing.add(withMissingHashes(content)) ? "queued" : "queue-full";
    } catch (error) {
      return this.#invalid(error);
    }
  }

  /** The next message that waits, without what the agent's capabilities do not invite. */
  takeNext(state: AgentState): ServerToAgent | undefined {
    for (let next = this.#outgoing.take(); next; next = this.#outgoing.take()) {
      const { message, leftOut } = fitToAgent(next, state.capabilities);
      if (leftOut.length > 0) {
        const facts = { instance_uid: formatUid(state.instanceUid), fields: leftOut.join(", ") };
        this.#rules.log.warn("Not sent, as the agent's capabilities do not invite it", facts);
      }
      if (Object.keys(message).length > 0) return message;
    }
    return undefined;
  }

  /** Without its content if that is too large, as there must be an answer in any case. */
  writeAnswer(content: ServerToAgent, state: AgentState): Uint8Array {
    const written = this.write(content, state);
    if (typeof written !== "string") return written;
    const bare = this.write({}, state);
    return typeof bare === "string" ? new Uint8Array() : bare;
  }

  /** A message beyond the limit must not be sent and is recorded (§ WebSocket Message Size Limits). */
  write(content: ServerToAgent, { instanceUid }: AgentState): Uint8Array | "too-large" | "invalid" {
    const capabilities = this.#introduced ? 0 : this.#rules.capabilities;
    const payload = this.#encode(composeMessage({ instanceUid, capabilities, content }));
    if (typeof payload === "string") return payload;
    const { maxPayloadBytes: limit, log } = this.#rules;
    if (payload.length > limit) {
      const facts = { instance_uid: formatUid(instanceUid), bytes: payload.length, limit_bytes: limit };
      log.error("Not sent, as it exceeds the largest message", facts);
      return "too-large";
    }
    if (!content.errorResponse) this.#introduced = true;
    this.#channel.noted(content);
    return payload;
  }

  #encode(message: ServerToAgent): Uint8Array | "invalid" {
    try {
      return encodeMessage(codec.ServerToAgent, wellFormed(message));
    } catch (error) {
      return this.#invalid(error);
    }
  }

  #invalid(error: unknown): "invalid" {
    this.#rules.log.error("Not sent, as a field has a value that it cannot have", { error: errorMessage(error) });
    return "invalid";
  }
}
