import { RawServer } from "../peer/raw-server.ts";
import type { Transport } from "../peer/transport.ts";
import { NotTestable } from "../rule.ts";
import type { AgentHandle, AgentSubject } from "./agent.ts";
import type { RunningServer, ServerOptions, ServerSubject } from "./server.ts";

/** A server that somebody else runs, at an address of ws(s) or http(s). */
export function outsideServer(address: string): ServerSubject {
  return {
    name: address,
    transports: ["websocket", "http"],
    deadlineMs: 10_000,
    start: async (options) => at(address, options),
  };
}

function at(address: string, options: ServerOptions): RunningServer {
  if (options.path !== undefined || options.maxMessageBytes !== undefined) throw notFromOutside("configure");
  if (options.authorization !== undefined || options.busy) throw notFromOutside("let it refuse agents");
  return {
    url: (transport) => address.replace(/^(?:ws|http)/, transport === "websocket" ? "ws" : "http"),
    send: () => Promise.reject(notFromOutside("send")),
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

/** An agent that somebody else runs and that connects to this port, again where a rule has cut it off. */
export function outsideAgent(port: number, transport: Transport): AgentSubject {
  const server = new RawServer({ transport, port });
  return {
    name: "an agent",
    transports: [transport],
    subject: "both",
    // Its backoff may have grown while there was no rule to try.
    deadlineMs: 70_000,
    server,
    async start(_url, options) {
      if (Object.keys(options).length > 0) throw notFromOutside("configure it");
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
