import { receivedBits } from "../wire/capabilities.ts";
import type {
  ConnectionSettingsOffers,
  CustomMessage,
  ServerErrorResponse,
  ServerToAgent,
  ServerToAgentCommand,
} from "../wire/messages.ts";

/** Most custom messages that wait for one agent. */
const maxCustomMessages = 32;

/**
 * What waits for one agent: of each kind the newest, so that its size is that of one message however long the agent does
 * not read (§ Retrying Messages). Custom messages do not merge; beyond a bound new ones are refused.
 */
export class Outgoing {
  #error: ServerErrorResponse | undefined;
  #command: ServerToAgentCommand | undefined;
  #content: ServerToAgent = {};
  readonly #custom: CustomMessage[] = [];

  /** Whether nothing waits. */
  get empty(): boolean {
    return !this.#error && !this.#command && this.#custom.length === 0 && Object.keys(this.#content).length === 0;
  }

  /** `false` where it has a custom message too many, which alone is not taken. */
  add({ errorResponse, command, customMessage, ...content }: ServerToAgent): boolean {
    if (errorResponse) this.#error = errorResponse;
    if (command) this.#command = command;
    this.#content = merge(this.#content, content);
    if (!customMessage) return true;
    if (this.#custom.length >= maxCustomMessages) return false;
    this.#custom.push(customMessage);
    return true;
  }

  /**
   * Takes the next message, without uid and capabilities, that may stand by itself: an error, then a command, then all
   * the rest with one custom message; `undefined` where nothing waits.
   */
  take(): ServerToAgent | undefined {
    if (this.empty) return undefined;
    if (this.#error) {
      const errorResponse = this.#error;
      this.#error = undefined;
      return { errorResponse };
    }
    if (this.#command) {
      const command = this.#command;
      this.#command = undefined;
      return { command };
    }
    const customMessage = this.#custom.shift();
    const content = this.#content;
    this.#content = {};
    if (customMessage) return { ...content, customMessage };
    return Object.keys(content).length > 0 ? content : undefined;
  }
}

function merge(before: ServerToAgent, { flags, connectionSettings, ...others }: ServerToAgent): ServerToAgent {
  const present = Object.entries(others).filter(([, value]) => value !== null && value !== undefined);
  const bits = receivedBits(before.flags) | receivedBits(flags);
  return {
    ...before,
    ...Object.fromEntries(present),
    ...(bits !== 0 && { flags: bits }),
    ...(connectionSettings && { connectionSettings: mergeSettings(before.connectionSettings, connectionSettings) }),
  };
}

/** Settings that the newer offers leave out are unchanged by them, so those of the older ones still hold. */
function mergeSettings(
  before: ConnectionSettingsOffers | null | undefined,
  now: ConnectionSettingsOffers,
): ConnectionSettingsOffers {
  if (!before) return now;
  const otherConnections = { ...before.otherConnections, ...now.otherConnections };
  return { ...before, ...now, ...(Object.keys(otherConnections).length > 0 && { otherConnections }) };
}
