import { describe, expect, onTestFinished, test } from "bun:test";
import { readFileSync } from "node:fs";

import { WebSocket } from "ws";

import { readLines } from "../../../support/lines.ts";
import { agentFrame, serverFrame } from "../../../support/opamp-frames.ts";
import { fixture } from "../../../support/project.ts";
import { ScriptedAgent } from "../../../support/scripted-agent.ts";

const MiB = 1024 * 1024;
const limit = 4 * MiB;
const bomb = new Uint8Array(256 * MiB);
/** What a process may use more than before, in the worst case: chunks of the decompressor, garbage that waits. */
const allowance = 96 * MiB;

/** How a bomb is thrown at an agent that has just reported. */
const bombs: ReadonlyArray<readonly [name: string, scheme: "ws" | "http", code: string]> = [
  ["a plain message of 256 MiB", "ws", "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"],
  ["a deflated message that swells to 256 MiB", "ws", "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"],
  ["a plain answer of 256 MiB", "http", "TOO_LARGE"],
  ["a gzipped answer that swells to 256 MiB", "http", "TOO_LARGE"],
];

describe.skipIf(process.platform !== "linux")("C-006, C-018 with a limit of 4 MiB,", () => {
  test.each(bombs)(
    "%s costs the client the connection, not the memory, and it comes back",
    async (name, scheme, code) => {
      const compressed = name.includes("swells");
      const contacts = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const thrown = Promise.withResolvers<void>();
      let count = 0;
      /** Whether this contact gets the bomb. It waits until the memory was looked at. */
      const contact = async (): Promise<boolean> => {
        const number = count;
        count += 1;
        contacts[number]?.resolve();
        if (number === 0) await thrown.promise;
        return number === 0;
      };
      const server = Bun.serve({
        hostname: "127.0.0.1",
        port: 0,
        fetch: async (request, upgrader) => {
          if (upgrader.upgrade(request)) return undefined;
          if (!(await contact())) return new Response(serverFrame({}).slice(1));
          if (!compressed) return new Response(bomb);
          return new Response(Bun.gzipSync(bomb), { headers: { "content-encoding": "gzip" } });
        },
        websocket: {
          perMessageDeflate: true,
          maxPayloadLength: 2 * bomb.length,
          backpressureLimit: 2 * bomb.length,
          message: async (socket) => {
            socket.sendBinary((await contact()) ? bomb : Uint8Array.from(serverFrame({})), compressed);
          },
        },
      });
      onTestFinished(() => server.stop(true));
      const target = start("opamp-client.ts", `${scheme}://127.0.0.1:${server.port}/v1/opamp`, String(limit));

      await contacts[0]?.promise;
      const before = peakBytes(target.pid);
      thrown.resolve();
      expect(await target.firstLine).toEqual({ code, messages: 0 });
      await contacts[1]?.promise;
      expect(peakBytes(target.pid) - before).toBeLessThan(allowance);
    },
  );
});

describe.skipIf(process.platform !== "linux")("S-004, S-010 with a limit of 4 MiB,", () => {
  const hello = agentFrame({ instanceUid: new Uint8Array(16).fill(1), capabilities: 1, agentDescription: {} });

  async function startServer() {
    const { pid, firstLine } = start("opamp-server.ts", String(limit));
    const port = Number(await firstLine);
    return { pid, authority: `127.0.0.1:${port}` };
  }

  test("a gzipped poll that swells to 256 MiB gets 413, takes no memory, and the next poll is answered", async () => {
    const { pid, authority } = await startServer();
    const post = (body: Uint8Array, headers: Record<string, string> = {}) =>
      fetch(`http://${authority}/v1/opamp`, {
        method: "POST",
        headers: { "content-type": "application/x-protobuf", ...headers },
        body: Uint8Array.from(body),
      });
    const poll = async () => (await post(hello.slice(1))).status;
    expect(await poll()).toBe(200);
    const before = peakBytes(pid);
    const zipped = Bun.gzipSync(bomb);
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(zipped, { "content-encoding": "gzip" })));
    expect(answers.map(({ status }) => status)).toEqual([413, 413, 413, 413]);
    expect(peakBytes(pid) - before).toBeLessThan(allowance);
    expect(await poll()).toBe(200);
  });

  test("a deflated message that swells to 256 MiB is refused with 1009, takes no memory, and others are served", async () => {
    const { pid, authority } = await startServer();
    const url = `ws://${authority}/v1/opamp`;
    const bystander = await ScriptedAgent.connect({ url });
    await bystander.say({ capabilities: 1, agentDescription: {} });
    const before = peakBytes(pid);
    const closed = Promise.withResolvers<void>();
    const socket = new WebSocket(url, { perMessageDeflate: true });
    socket.on("open", () => socket.send(bomb));
    socket.on("close", () => closed.resolve());
    socket.on("error", () => {});
    await closed.promise;
    expect(peakBytes(pid) - before).toBeLessThan(allowance);
    expect((await bystander.say({ capabilities: 1 })).errorResponse ?? undefined).toBeUndefined();
    await bystander.close();
  });
});

/** A fixture in a process of its own, and the first line of JSON that it prints. */
function start(name: string, ...args: string[]) {
  const target = Bun.spawn([process.execPath, fixture(name), ...args], { stdout: "pipe" });
  onTestFinished(async () => {
    target.kill();
    await target.exited;
  });
  const firstLine = async (): Promise<unknown> => {
    for await (const line of readLines(target.stdout)) return JSON.parse(line);
    throw new Error(`${name} ended`);
  };
  return { pid: target.pid, firstLine: firstLine() };
}

/** Highest resident size since the start. */
function peakBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}
