import { serverFrame } from "../../../support/opamp-frames.ts";
import { emit, inputEnded } from "./line.ts";

/** Accepts everybody on a port and answers each message with nothing. Events: listening; accepted {at}, ms since the epoch. */
const answer = Uint8Array.from(serverFrame({}));
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.argv[2]),
  reusePort: false,
  fetch: (request, upgrader) => (upgrader.upgrade(request) ? undefined : new Response("", { status: 426 })),
  websocket: {
    open: () => emit("accepted", { at: Date.now() }),
    message: (socket) => void socket.sendBinary(answer),
  },
});
emit("listening");
await inputEnded();
await server.stop(true);
