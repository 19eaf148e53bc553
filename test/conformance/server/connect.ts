import { RawAgent, type RawAgentOptions } from "../peer/raw-agent.ts";
import type { ServerContext } from "../rule.ts";
import type { RunningServer, ServerOptions } from "../subject/server.ts";

export interface Pair {
  server: RunningServer;
  agent: RawAgent;
}

/** A server as `options` want it, and an agent that is connected to it. */
export async function connect(
  context: ServerContext,
  options: ServerOptions = {},
  agentOptions: Partial<RawAgentOptions> = {},
): Promise<Pair> {
  const server = await context.start(options);
  return { server, agent: await another(context, server, agentOptions) };
}

/** One more agent of a server. */
export async function another(
  { transport, using }: ServerContext,
  server: RunningServer,
  options: Partial<RawAgentOptions> = {},
): Promise<RawAgent> {
  return using(await RawAgent.connect({ url: server.url(options.transport ?? transport), transport, ...options }));
}
