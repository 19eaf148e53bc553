import type { Received } from "../peer/exchange.ts";
import type { RawServer } from "../peer/raw-server.ts";
import { NotTestable } from "../rule.ts";

/**
 * The first message over a connection of its own. An agent that outlives the rules may leave out what it told over an
 * earlier connection; over HTTP its first message came before this rule.
 */
export async function firstMessage(server: RawServer): Promise<Received> {
  const isAgain = await server.freshConnection();
  const first = await server.message("a first message", () => true);
  if (isAgain && (server.transport === "http" || !first.message.agentDescription)) {
    throw new NotTestable("it has told everything before");
  }
  return first;
}
