import { WebSocket } from "ws";

import { AgentCapabilities } from "../../../../src/opamp/wire/messages.ts";
import { agentFrame } from "../../../support/opamp-frames.ts";
import { inputEnded } from "./line.ts";
import { measureTrips, tripOptions } from "./measure-trips.ts";

/**
 * What the runtime alone needs: ready frames of the size that our clients send, over its WebSocket client, each after the
 * answer to the one before. Events: begin; end {seconds, cpuSeconds, kernelSeconds}.
 */
class BareClient {
  readonly #socket: WebSocket;
  readonly #frame: Uint8Array;
  #heard = Promise.withResolvers<void>();

  constructor(url: string, number: number) {
    this.#frame = agentFrame({
      instanceUid: new Uint8Array(16).fill(number + 1),
      sequenceNum: 1,
      capabilities: AgentCapabilities.AgentCapabilities_ReportsRemoteConfig,
      remoteConfigStatus: { lastRemoteConfigHash: new Uint8Array(8).fill(1), status: 1 },
    });
    this.#socket = new WebSocket(url, { perMessageDeflate: false });
    this.#socket.on("open", () => this.#heard.resolve());
    this.#socket.on("message", () => this.#heard.resolve());
  }

  get open(): Promise<void> {
    return this.#heard.promise;
  }

  async trip(): Promise<void> {
    this.#heard = Promise.withResolvers();
    this.#socket.send(this.#frame);
    await this.#heard.promise;
  }
}

const options = tripOptions();
const clients = Array.from({ length: options.count }, (_, number) => new BareClient(options.url, number));
await Promise.all(clients.map(({ open }) => open));
await measureTrips(options, clients);
await inputEnded();
process.exit(0);
