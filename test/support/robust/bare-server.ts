import { type AgentServer, serveAgents, type ServerOptions } from "../../../src/opamp/server/server.ts";
import { createRandom } from "../../../src/runtime/shared/random.ts";
import { FakeClock } from "../fake-clock.ts";
import { silentLog } from "../silent-log.ts";

/** What a test has to say of its server; by default the owner adds nothing of its own. */
export type BareServerOptions = Pick<ServerOptions<undefined>, "network"> &
  Partial<Pick<ServerOptions<undefined>, "message" | "closed">>;

/** A server that lets everybody in, on a clock that stands still. */
export function bareServer(options: BareServerOptions): Promise<AgentServer<undefined>> {
  return serveAgents<undefined>({
    clock: new FakeClock(),
    random: createRandom(),
    log: silentLog,
    hostname: "127.0.0.1",
    port: 0,
    capabilities: 1,
    wantComponents: false,
    admit: () => ({ accept: true, context: undefined }),
    message: () => undefined,
    closed: () => {},
    ...options,
  });
}
