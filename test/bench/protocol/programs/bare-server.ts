import { serverFrame } from "../../../support/opamp-frames.ts";
import { emit, inputEnded } from "./line.ts";

/** What the runtime alone needs: it answers each message with ready bytes, of the size of our server's answer. Event: listening {port}. */
const answer = Uint8Array.from(serverFrame({ instanceUid: new Uint8Array(16).fill(1) }));
const server = Bun.serve({
  hostname: "0.0.0.0",
  port: 0,
  reusePort: false,
  fetch: (request, upgrader) => (upgrader.upgrade(request) ? undefined : new Response("", { status: 426 })),
  websocket: {
    idleTimeout: 0,
    sendPings: false,
    message: (socket) => void socket.sendBinary(answer),
  },
});
emit("listening", { port: server.port ?? 0 });
await inputEnded();
await server.stop(true);
