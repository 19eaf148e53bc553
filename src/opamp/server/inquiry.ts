import { type AgentToServer, ServerToAgentFlags } from "../wire/messages.ts";
import { type AgentState, lacksComponents } from "./agent-state.ts";

/**
 * What is to be asked of one agent on one connection. Nothing is asked twice for the same lack, so that an agent that
 * cannot give it does not run in a circle with us.
 */
export class Inquiry {
  readonly #wantComponents: boolean;
  #fullStateAwaited = false;
  #askedHash: string | undefined;

  constructor(options: { wantComponents: boolean }) {
    this.#wantComponents = options.wantComponents;
  }

  /** Full state was asked for in another way. */
  awaitFullState(): void {
    this.#fullStateAwaited = true;
  }

  /**
   * Bits of ServerToAgentFlags for the answer to `message`. Full state is due after a gap in the sequence (messages
   * were lost) and from an agent that was never described. The first message with a description after that is taken for it.
   */
  flagsFor(message: AgentToServer, before: AgentState | undefined, state: AgentState): number {
    return this.#fullStateFlag(message, before, state) | this.#componentsFlag(state);
  }

  #fullStateFlag(message: AgentToServer, before: AgentState | undefined, state: AgentState): number {
    const described = Boolean(message.agentDescription);
    const lacking = before?.agentDescription ? hasGap(before, state) : !described;
    if (this.#fullStateAwaited) {
      this.#fullStateAwaited = !described;
      return 0;
    }
    this.#fullStateAwaited = lacking;
    return lacking ? ServerToAgentFlags.ServerToAgentFlags_ReportFullState : 0;
  }

  #componentsFlag({ availableComponents }: AgentState): number {
    if (!this.#wantComponents || !availableComponents || !lacksComponents(availableComponents)) return 0;
    const hash = availableComponents.hash?.toHex();
    if (!hash || hash === this.#askedHash) return 0;
    this.#askedHash = hash;
    return ServerToAgentFlags.ServerToAgentFlags_ReportAvailableComponents;
  }
}

/** Whether the message that led from `before` to `now` was not the next one in the sequence. */
export function hasGap(before: AgentState, now: Pick<AgentState, "sequence">): boolean {
  return now.sequence !== before.sequence + 1n;
}
