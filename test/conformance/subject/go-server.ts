import { GoServer } from "../../support/go-server.ts";
import { NotTestable } from "../rule.ts";
import { serverMessageJson } from "./proto-json.ts";
import type { RunningServer, ServerOptions, ServerSubject } from "./server.ts";

/** The server of the reference library, in `test/interop/go/server`. */
export const goServer: ServerSubject = {
  name: "Go reference",
  transports: ["websocket", "http"],
  deadlineMs: 5_000,
  start: startGoServer,
};

async function startGoServer({ maxMessageBytes, path, ...options }: ServerOptions): Promise<RunningServer> {
  if (maxMessageBytes !== undefined) throw new Error("the library has no size limits");
  if (path !== undefined) throw new NotTestable("the program has no option for the path");
  const server = await GoServer.start(options);
  return {
    url: (transport) => (transport === "websocket" ? server.url : server.url.replace("ws:", "http:")),
    send: (uid, message) => server.send(uid, serverMessageJson(message)),
    // What the program keeps is written for these tests; to try it would be to try ourselves.
    connected: () => Promise.reject(new NotTestable("the library keeps no list of agents")),
    attributeOf: () => Promise.reject(new NotTestable("the library keeps no state of agents")),
    complaints: () => {
      throw new NotTestable("its log is its own");
    },
    stop: () => server.stop(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
