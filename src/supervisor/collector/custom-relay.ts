import type { Client } from "../../opamp/client/client.ts";
import type { AgentState } from "../../opamp/server/agent-state.ts";
import type { CustomCapabilities, CustomMessage, ServerToAgent } from "../../opamp/wire/messages.ts";
import type { Log } from "../../telemetry/log.ts";
import { ownCapability } from "../report/tally-message.ts";

export interface CustomRelayOptions {
  log: Log;
  /** Sends to the Collector of a generation; `false` where it is not connected. */
  toCollector(generation: number, message: ServerToAgent): boolean;
  toServer: Pick<Client, "sendCustomMessage">["sendCustomMessage"];
  /** The server takes what the supervisor itself says: the first word of it on a connection. */
  serverListens(): void;
}

/** Most messages that wait in one direction, and most bytes that they may have together. */
const limits = { messages: 100, bytes: 4 * 1024 * 1024 } as const;

/**
 * Custom messages between the server and the Collector (§ Custom Messages), in order. One that comes while the Collector
 * is away, or before it has declared the capability, waits for the Collector that does; one for the server waits until
 * the server knows of the capability. A full queue refuses the newest, with a warning. The server's own capabilities are
 * told to each Collector anew.
 */
export class CustomRelay {
  readonly #options: CustomRelayOptions;
  readonly #inbound: Waiting;
  readonly #outbound: Waiting;
  #serverCapabilities: CustomCapabilities | undefined;
  /** It is known on this connection that the server takes what the supervisor itself says. */
  #listens = false;
  /** The Collector that is connected, what it has declared, and whether it was told of the server's capabilities. */
  #collector: { generation: number; declared: ReadonlySet<string>; told: boolean } | undefined;

  constructor(options: CustomRelayOptions) {
    this.#options = options;
    this.#inbound = new Waiting("the Collector", options.log);
    this.#outbound = new Waiting("the server", options.log);
  }

  // --- from the server ---

  serverDeclares(capabilities: CustomCapabilities): void {
    this.#serverCapabilities = capabilities;
    if (this.#collector) this.#collector.told = false;
    this.#deliver();
    const listens = takesOwn(capabilities);
    const isNew = listens && !this.#listens;
    this.#listens = listens;
    if (isNew) this.#options.serverListens();
  }

  /** What it has declared holds on, as it need not say it again; but the next one may know nothing yet. */
  serverLost(): void {
    this.#listens = false;
  }

  serverSays(message: CustomMessage): void {
    if (message.capability === ownCapability) {
      return this.#options.log.warn("Ignored a custom message that says nothing to the supervisor", factsOf(message));
    }
    this.#inbound.add(message);
    this.#deliver();
  }

  // --- from the Collector ---

  collectorReports(generation: number, { customCapabilities }: AgentState): void {
    const declared = new Set(customCapabilities?.capabilities ?? []);
    const known = this.#collector?.generation === generation && this.#collector.told;
    this.#collector = { generation, declared, told: known };
    this.#deliver();
  }

  collectorSays(message: CustomMessage): void {
    this.#outbound.add(message);
    this.pass();
  }

  /** Its connection ended, and it may come back. */
  collectorLost(generation: number): void {
    if (this.#collector?.generation === generation) this.#collector = undefined;
  }

  // --- from the supervisor ---

  /** Nothing waits: a server that has not declared the supervisor's own capability does not want to hear it. */
  supervisorSays(make: () => CustomMessage): void {
    if (takesOwn(this.#serverCapabilities)) this.#options.toServer(make());
  }

  // --- to the server ---

  /** What the server is told of the Collector has changed: messages that waited for that go out. */
  pass(): void {
    this.#outbound.drain((message) => {
      const outcome = this.#options.toServer(message);
      if (outcome === "too-large") {
        this.#options.log.warn("Dropped a custom message that is larger than the server takes", factsOf(message));
        return true;
      }
      return outcome === "sent" || outcome === "queued";
    });
  }

  #deliver(): void {
    const collector = this.#collector;
    if (collector === undefined) return;
    const { toCollector } = this.#options;
    const customCapabilities = this.#serverCapabilities;
    if (customCapabilities !== undefined && !collector.told) {
      collector.told = toCollector(collector.generation, { customCapabilities });
    }
    this.#inbound.drain(
      (customMessage) =>
        collector.declared.has(customMessage.capability ?? "") && toCollector(collector.generation, { customMessage }),
    );
  }
}

function takesOwn(declared: CustomCapabilities | undefined): boolean {
  return declared?.capabilities?.includes(ownCapability) ?? false;
}

/** Messages in the order in which they came. */
class Waiting {
  readonly #receiver: string;
  readonly #log: Log;
  #messages: CustomMessage[] = [];
  #bytes = 0;

  constructor(receiver: string, log: Log) {
    this.#receiver = receiver;
    this.#log = log;
  }

  add(message: CustomMessage): void {
    const bytes = message.data?.length ?? 0;
    if (this.#messages.length >= limits.messages || this.#bytes + bytes > limits.bytes) {
      const facts = { receiver: this.#receiver, waiting: this.#messages.length, ...factsOf(message) };
      return this.#log.warn("Dropped a custom message, as too many wait", facts);
    }
    this.#messages.push(message);
    this.#bytes += bytes;
  }

  /** Hands each message to `take`, which says whether it is gone. Those of one capability never overtake each other. */
  drain(take: (message: CustomMessage) => boolean): void {
    const held = new Set<string>();
    this.#messages = this.#messages.filter((message) => {
      const capability = message.capability ?? "";
      if (!held.has(capability) && take(message)) return false;
      held.add(capability);
      return true;
    });
    this.#bytes = this.#messages.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  }
}

function factsOf({ capability, type }: CustomMessage) {
  return { capability: capability ?? "", type: type ?? "" };
}
