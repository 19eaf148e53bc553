import fc from "fast-check";
import { WebSocket } from "ws";

import { Client, fixedRoute } from "../../../src/opamp/client/client.ts";
import { createNetwork } from "../../../src/runtime/shared/network.ts";
import { createRandom } from "../../../src/runtime/shared/random.ts";
import { FakeClock } from "../fake-clock.ts";
import { readAgentFrame, serverFrame } from "../opamp-frames.ts";
import { ScriptedAgent } from "../scripted-agent.ts";
import { silentLog } from "../silent-log.ts";
import { type AgentParts, agentParts } from "./agent-parts.ts";
import { bareServer } from "./bare-server.ts";
import { hostileAgentFrame, hostileServerFrame } from "./hostile-frames.ts";
import type { RobustProperty } from "./properties.ts";
import { assertSame } from "./schema.ts";

const network = createNetwork();

/** What somebody sends who may be no agent at all. */
const stream = fc
  .tuple(
    fc.constantFrom("", "GET /v1/opamp HTTP/1.1\r\n", "POST /v1/opamp HTTP/1.1\r\nContent-Length: 5\r\n\r\n"),
    fc.uint8Array({ maxLength: 200 }),
  )
  .map(([head, tail]) => Buffer.concat([Buffer.from(head), tail]));

/** The same over real sockets: where frames are cut by the network, and the library below ours meets the junk first. */
export const socketProperties: readonly RobustProperty[] = [
  {
    name: "over sockets, a server that was sent anything still answers, and takes in the next good agent",
    runs: 15,
    property: fc.asyncProperty(
      fc.array(hostileAgentFrame, { maxLength: 10 }),
      fc.array(stream, { maxLength: 3 }),
      agentParts,
      async (frames, streams, parts) => {
        const listener = await bareServer({ network });
        try {
          await sendFrames(`ws://127.0.0.1:${listener.port}/v1/opamp`, frames);
          for (const bytes of streams) await sendBytes(listener.port, bytes);
          const agent = await ScriptedAgent.connect({ url: `ws://127.0.0.1:${listener.port}/v1/opamp` });
          const { errorResponse } = await agent.say({ capabilities: 1, agentDescription: {}, ...parts });
          if (errorResponse) throw new Error(`a good message was refused: ${errorResponse.errorMessage}`);
          await agent.close();
        } finally {
          await listener.stop();
        }
      },
    ),
  },
  {
    name: "over sockets, a client that was sent anything comes back and tells its whole state",
    runs: 15,
    property: fc.asyncProperty(fc.array(hostileServerFrame, { maxLength: 10 }), agentParts, async (frames, parts) => {
      const truth = { agentDescription: {}, ...parts };
      const server = hostileServer(frames);
      const client = startClient(server.port, truth);
      try {
        const { sequenceNum: _, capabilities: __, instanceUid: ___, ...known } = readAgentFrame(await server.afterAll);
        assertSame("AgentToServer", known, truth);
      } finally {
        const stopped = client.stop();
        await server.stop();
        await stopped;
      }
    }),
  },
];

/** Resolves when each frame has its answer, or the server has closed the connection. */
async function sendFrames(url: string, frames: readonly Uint8Array[]): Promise<void> {
  const done = Promise.withResolvers<void>();
  const socket = new WebSocket(url, { perMessageDeflate: false });
  let answers = 0;
  socket.on("open", () => {
    for (const frame of frames) socket.send(frame);
    if (frames.length === 0) socket.close();
  });
  socket.on("message", () => {
    answers += 1;
    if (answers === frames.length) socket.terminate();
  });
  socket.on("error", done.reject);
  socket.on("close", () => done.resolve());
  await done.promise;
}

async function sendBytes(port: number, bytes: Uint8Array): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: { data() {}, close: () => resolve(), error: () => resolve() },
  });
  socket.write(bytes);
  socket.end();
  await promise;
}

/** Says one of the frames to each connection after its first message and closes it; then behaves. */
function hostileServer(frames: readonly Uint8Array[]) {
  const afterAll = Promise.withResolvers<Uint8Array>();
  let connections = 0;
  const server = Bun.serve<{ number: number; heard: boolean }>({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, upgrader) => {
      const data = { number: connections, heard: false };
      connections += 1;
      return upgrader.upgrade(request, { data }) ? undefined : new Response("", { status: 426 });
    },
    websocket: {
      message: (socket, data) => {
        if (socket.data.heard || typeof data === "string") return;
        socket.data.heard = true;
        const frame = frames[socket.data.number];
        if (!frame) {
          socket.sendBinary(serverFrame({}));
          return afterAll.resolve(Uint8Array.from(data));
        }
        socket.sendBinary(frame);
        socket.close(1000, "");
      },
    },
  });
  return { port: Number(server.port), afterAll: afterAll.promise, stop: () => server.stop(true) };
}

/** Its clock jumps over each wait. */
function startClient(port: number, reported: AgentParts): Client {
  const clock = new FakeClock();
  const random = createRandom();
  const client = new Client({
    clock,
    random,
    network,
    log: silentLog,
    route: fixedRoute({ url: `ws://127.0.0.1:${port}/v1/opamp`, headers: [] }),
    instanceUid: random.uuidv7(),
    capabilities: 0xffff,
    reported,
    events: {
      connected() {},
      disconnected: (_loss, retryInMs) => queueMicrotask(() => clock.advance(retryInMs)),
      message() {},
    },
  });
  client.start();
  return client;
}
