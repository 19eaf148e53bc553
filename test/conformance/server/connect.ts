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
  const { headers, ...others } = options;
  const common = { url: server.url(options.transport ?? transport), transport, ...server.reach };
  return using(await RawAgent.connect({ ...common, ...others, headers: { ...server.reach?.headers, ...headers } }));
}

/** A plain HTTP request to where agents go. */
export function request(
  server: RunningServer,
  { headers, ...others }: { method?: string; headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> } = {},
): Promise<Response> {
  const { reach } = server;
  return fetch(server.url("http"), {
    ...(reach && { tls: reach.tls }),
    headers: { ...reach?.headers, ...headers },
    ...others,
  });
}
