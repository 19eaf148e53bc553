import { RawServer, type RawServerOptions } from "../peer/raw-server.ts";
import type { Transport } from "../peer/transport.ts";
import { NotTestable } from "../rule.ts";
import type { AgentHandle, AgentSubject } from "./agent.ts";
import type { Reach, RunningServer, ServerOptions, ServerSubject } from "./server.ts";

export interface OutsideServer {
  /** Of ws(s) or http(s); the other transport is taken to be at the same place. */
  address: string;
  /** Default: both. */
  transport?: Transport;
  reach: Reach;
}

/** A server that somebody else runs. */
export function outsideServer({ address, transport, reach }: OutsideServer): ServerSubject {
  return {
    name: address,
    transports: transport ? [transport] : ["websocket", "http"],
    deadlineMs: 10_000,
    start: async (options) => at(address, reach, options),
  };
}

function at(address: string, reach: Reach, options: ServerOptions): RunningServer {
  if (options.path !== undefined || options.maxMessageBytes !== undefined) throw notFromOutside("configure it");
  if (options.authorization !== undefined || options.busy) throw notFromOutside("let it refuse agents");
  return {
    url: (transport) => address.replace(/^(?:ws|http)/, transport === "websocket" ? "ws" : "http"),
    reach,
    send: () => Promise.reject(notFromOutside("let it send")),
    connected: () => Promise.reject(notFromOutside("look at its agents")),
    attributeOf: () => Promise.reject(notFromOutside("look at its agents")),
    complaints: () => {
      throw notFromOutside("read its log");
    },
    stop: () => Promise.reject(notFromOutside("stop it")),
    [Symbol.asyncDispose]: async () => {},
  };
}

function notFromOutside(what: string): NotTestable {
  return new NotTestable(`only its owner can ${what}`);
}

/** An agent that somebody else runs and that connects to our server, again where a rule has cut it off. */
export function outsideAgent(options: RawServerOptions): AgentSubject & { server: RawServer } {
  return {
    name: "an agent",
    transports: [options.transport],
    subject: "both",
    // Its backoff may have grown while there was no rule to try.
    deadlineMs: 70_000,
    server: new RawServer(options),
    async start(_url, asked) {
      if (Object.keys(asked).length > 0) throw notFromOutside("configure it");
      return outsider;
    },
  };
}

const outsider: AgentHandle = {
  skipsTime: false,
  report: () => Promise.reject(notFromOutside("tell it what to report")),
  setCapabilities: () => Promise.reject(notFromOutside("change its capabilities")),
  sendCustomMessage: () => Promise.reject(notFromOutside("let it send custom messages")),
  elapse: (ms) => Bun.sleep(ms),
  untilRetry: async () => {},
  now: () => performance.now(),
  complaints() {
    throw notFromOutside("read its log");
  },
  stop: () => Promise.reject(notFromOutside("stop it")),
  [Symbol.asyncDispose]: async () => {},
};
