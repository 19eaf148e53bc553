import { parseArgs } from "node:util";

import { Client, fixedRoute } from "../../../../src/opamp/client/client.ts";
import { AgentCapabilities, RemoteConfigStatuses } from "../../../../src/opamp/wire/messages.ts";
import { createBunRuntime } from "../../../../src/runtime/bun/runtime.ts";
import { silentLog } from "../../../support/silent-log.ts";
import { emit, inputEnded } from "./line.ts";

/**
 * Clients of ours that report the outcome of another configuration, each after the answer to the report before.
 * `--stay`: they connect and do nothing else. Events: connected; begin; end {seconds, cpuSeconds, kernelSeconds}.
 */
const { values } = parseArgs({
  options: {
    url: { type: "string", default: "" },
    count: { type: "string", default: "1" },
    "warm-up": { type: "string", default: "0" },
    trips: { type: "string", default: "1" },
    stay: { type: "boolean", default: false },
  },
});
const { clock, random, network } = createBunRuntime();

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

  async report(): Promise<void> {
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

const clients = Array.from({ length: Number(values.count) }, () => new BenchClient(values.url));
await Promise.all(clients.map(({ connected }) => connected));
emit("connected");
if (!values.stay) {
  await together(Number(values["warm-up"]));
  emit("begin");
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await together(Number(values.trips));
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  emit("end", { seconds, cpuSeconds: (user + system) / 1e6, kernelSeconds: system / 1e6 });
}
await inputEnded();
process.exit(0);

async function together(trips: number): Promise<void> {
  await Promise.all(
    clients.map(async (client) => {
      for (let trip = 0; trip < trips; trip += 1) await client.report();
    }),
  );
}
