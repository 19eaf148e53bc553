import { Client, fixedRoute } from "../../../../src/opamp/client/client.ts";
import { AgentCapabilities, RemoteConfigStatuses } from "../../../../src/opamp/wire/messages.ts";
import { createRuntime } from "../../../../src/runtime/shared/runtime.ts";
import { silentLog } from "../../../support/silent-log.ts";
import { emit, inputEnded } from "./line.ts";
import { measureTrips, tripOptions } from "./measure-trips.ts";

/**
 * Clients of ours that report the outcome of another configuration, each after the answer to the report before.
 * `--stay`: they connect and do nothing else. Events: connected; begin; end {seconds, cpuSeconds, kernelSeconds}.
 */
const options = tripOptions();
const { clock, random, network } = createRuntime();

class BenchClient {
  readonly #client: Client;
  #reports = 0;
  #heard = Promise.withResolvers<void>();

  constructor(url: string) {
    this.#client = new Client({
      clock,
      random,
      network,
      log: silentLog,
      route: fixedRoute({ url, headers: [] }),
      instanceUid: random.uuidv7(),
      capabilities:
        AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig |
        AgentCapabilities.AgentCapabilities_ReportsRemoteConfig,
      reported: { agentDescription: {} },
      events: { connected() {}, disconnected() {}, message: () => this.#heard.resolve() },
    });
    this.#client.start();
  }

  /** Resolves with the answer to the first report. */
  get connected(): Promise<void> {
    return this.#heard.promise;
  }

  async trip(): Promise<void> {
    this.#reports += 1;
    this.#heard = Promise.withResolvers();
    this.#client.report({
      remoteConfigStatus: {
        lastRemoteConfigHash: hashOf(this.#reports),
        status: RemoteConfigStatuses.RemoteConfigStatuses_APPLIED,
      },
    });
    await this.#heard.promise;
  }
}

/** Another one for each number. */
function hashOf(number: number): Uint8Array {
  const hash = new Uint8Array(8);
  for (let index = 0; index < 4; index += 1) hash[index] = number >>> (8 * index);
  return hash;
}

const clients = Array.from({ length: options.count }, () => new BenchClient(options.url));
await Promise.all(clients.map(({ connected }) => connected));
emit("connected");
if (!options.stay) await measureTrips(options, clients);
await inputEnded();
process.exit(0);
