import { GoServer } from "../../support/go-server.ts";
import { NotTestable } from "../rule.ts";
import type { RunningServer, ServerOptions, ServerSubject } from "./server.ts";

/** The server of the reference library, in `test/interop/go/server`. */
export const goServer: ServerSubject = {
  name: "Go reference",
  transports: ["websocket", "http"],
  deadlineMs: 5_000,
  start: startGoServer,
};

async function startGoServer(options: ServerOptions): Promise<RunningServer> {
  if (options.maxMessageBytes !== undefined) throw new Error("the library has no size limits");
  if (options.path !== undefined) throw new NotTestable("the program has no option for the path");
  if (options.authorization !== undefined || options.busy) throw new NotTestable("the owner decides whom to let in");
  const server = await GoServer.start();
  return {
    url: (transport) => (transport === "websocket" ? server.url : server.url.replace("ws:", "http:")),
    send: () => Promise.reject(new NotTestable("what the owner sends goes out as it is")),
    connected: () => Promise.reject(new NotTestable("agents are the owner's to keep")),
    attributeOf: () => Promise.reject(new NotTestable("the state is the owner's to keep")),
    complaints: () => {
      throw new NotTestable("its log is its own");
    },
    stop: () => server[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
