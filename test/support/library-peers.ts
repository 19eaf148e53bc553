import { onTestFinished } from "bun:test";

import { Client, type ClientOptions, type ConnectionLoss, fixedRoute } from "../../src/opamp/client.ts";
import { type AgentConnection, serveAgents, type ServerOptions } from "../../src/opamp/server.ts";
import { type AgentToServer, serverCapabilities, type ServerToAgent } from "../../src/opamp/wire.ts";
import { createRuntime } from "../../src/runtime/shared/runtime.ts";
import { EventQueue } from "./event-queue.ts";
import { TestLog } from "./test-log.ts";

const { clock, random, network } = createRuntime();

/** A custom capability that `agentAt` declares. */
export const capability = "org.example.greeting";

/** A server that keeps what it hears. */
export async function listeningServer(options: Partial<ServerOptions<undefined>> = {}) {
  const heard = new EventQueue<AgentToServer>();
  const agents = new EventQueue<AgentConnection<undefined>>();
  const server = await serveAgents<undefined>({
    network,
    clock,
    random,
    log: new TestLog(),
    hostname: "127.0.0.1",
    port: 0,
    capabilities: serverCapabilities("OffersRemoteConfig", "AcceptsEffectiveConfig", "AcceptsPackagesStatus"),
    wantComponents: true,
    admit: () => ({ accept: true, context: undefined }),
    connected: (newcomer) => agents.push(newcomer),
    message: (_agent, message) => {
      heard.push(message);
      return undefined;
    },
    closed: () => {},
    ...options,
  });
  onTestFinished(() => server.stop());
  return { server, heard, agents, url: `ws://127.0.0.1:${server.port}/v1/opamp` };
}

/** An agent that can everything; what it hears goes to `take`. */
export function agentAt(
  url: string,
  take: (client: Client, message: ServerToAgent) => void,
  options: Partial<ClientOptions> = {},
) {
  const losses = new EventQueue<ConnectionLoss>();
  const client: Client = new Client({
    clock,
    random,
    network,
    log: new TestLog(),
    route: fixedRoute({ url, headers: [] }),
    instanceUid: random.uuidv7(),
    capabilities: 0xffff,
    reported: { agentDescription: {}, customCapabilities: { capabilities: [capability] } },
    events: {
      connected() {},
      disconnected: (loss) => losses.push(loss),
      message: (message) => take(client, message),
    },
    ...options,
  });
  client.start();
  onTestFinished(() => client.stop());
  return { client, losses };
}
