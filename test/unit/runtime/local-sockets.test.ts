import { describe, expect, onTestFinished, test } from "bun:test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import type { LocalConnection, LocalHandlers, LocalListenOptions } from "../../../src/runtime/local-ports.ts";
import { localAddress } from "../../../src/runtime/os/local-address.ts";
import { createLocalSockets } from "../../../src/runtime/shared/local-sockets.ts";
import { EventQueue } from "../../support/event-queue.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const local = createLocalSockets();
const name = "control.sock";
const isRoot = process.getuid?.() === 0;

interface SocketEvent {
  kind: "open" | "data" | "drained" | "closed";
  connection: LocalConnection;
  text?: string;
}

function handlers(events: EventQueue<SocketEvent>): LocalHandlers & Pick<LocalListenOptions, "open"> {
  return {
    open: (connection) => events.push({ kind: "open", connection }),
    data: (connection, chunk) => events.push({ kind: "data", connection, text: new TextDecoder().decode(chunk) }),
    drained: (connection) => events.push({ kind: "drained", connection }),
    closed: (connection) => events.push({ kind: "closed", connection }),
  };
}

function listening(directory: string, options: { letsGroupIn?: boolean } = {}) {
  const events = new EventQueue<SocketEvent>();
  const listener = local.listen({ directory, name, ...options, ...handlers(events) });
  onTestFinished(() => listener.stop());
  return { events, listener };
}

async function connected(directory: string) {
  const events = new EventQueue<SocketEvent>();
  const { open: _, ...rest } = handlers(events);
  const connection = await local.connect({ directory, name, ...rest });
  onTestFinished(() => connection.terminate());
  return { events, connection };
}

test("a listener that stops takes its own socket away, and not one that another process has put into its place", () => {
  const directory = scratchDirectory();
  const path = join(directory, name);
  const { listener: first } = listening(directory);
  unlinkSync(path);
  const { listener: second } = listening(directory);
  first.stop();
  expect(existsSync(path)).toBe(true);
  second.stop();
  expect(existsSync(path)).toBe(false);
});

describe("two ends", () => {
  test.each([
    ["of a short path", ""],
    ["of a path that is too long for an address", join("x".repeat(90), "y".repeat(90))],
  ])("%s hear each other, and who the other is", async (_, below) => {
    const directory = join(scratchDirectory(), below);
    mkdirSync(directory, { recursive: true });
    const server = listening(directory);
    const client = await connected(directory);
    client.connection.send("hello\n");
    const { connection } = await server.events.next({ kind: "data", text: "hello\n" });
    expect(connection.peerUid).toBe(process.getuid?.() ?? -1);
    connection.send("and you\n");
    await client.events.next({ kind: "data", text: "and you\n" });
    client.connection.end();
    await server.events.next({ kind: "closed" });
  });

  test("what the peer does not read waits, and goes out whole before the end", async () => {
    const directory = scratchDirectory();
    const server = listening(directory);
    const client = await connected(directory);
    const { connection } = await server.events.next({ kind: "open" });
    const text = "0123456789".repeat(400_000);
    connection.send(text);
    expect(connection.bufferedBytes).toBeGreaterThan(0);
    connection.end();
    await client.events.next({ kind: "closed" });
    expect(client.events.untaken.map((event) => event.text ?? "").join("")).toBe(text);
  });
});

describe("the socket", () => {
  test("is its owner's alone, and goes with its listener while connections stay", async () => {
    const directory = scratchDirectory();
    const { listener, events } = listening(directory);
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    expect(listener.ownerOnly).toBe(true);
    const client = await connected(directory);
    listener.stop();
    expect(existsSync(join(directory, name))).toBe(false);
    client.connection.send("still there\n");
    await events.next({ kind: "data", text: "still there\n" });
  });

  test.if(isRoot)("lets the group in where the directory does", () => {
    const directory = scratchDirectory();
    chownSync(directory, 0, 12_345);
    chmodSync(directory, 0o750);
    const { listener } = listening(directory);
    const { mode, gid } = statSync(join(directory, name));
    expect({ mode: mode & 0o777, gid }).toEqual({ mode: 0o660, gid: 12_345 });
    expect(listener.ownerOnly).toBe(false);
  });

  test("keeps the group out where it is told to", () => {
    const directory = scratchDirectory();
    chmodSync(directory, 0o750);
    const { listener } = listening(directory, { letsGroupIn: false });
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    expect(listener.ownerOnly).toBe(true);
  });

  test("of a dead process is replaced", async () => {
    const directory = scratchDirectory();
    const program = `require("node:net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))`;
    await once(spawn(process.execPath, ["-e", program, join(directory, name)]), "exit");
    expect(statSync(join(directory, name)).isSocket()).toBe(true);
    await expect(connected(directory)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    listening(directory);
    await connected(directory);
  });

  test("takes no other file's place", () => {
    const directory = scratchDirectory();
    writeFileSync(join(directory, name), "precious");
    expect(() => listening(directory)).toThrow(expect.objectContaining({ code: "EEXIST" }));
    expect(readFileSync(join(directory, name), "utf8")).toBe("precious");
  });

  test("that is not there is told by its code", async () => {
    await expect(connected(scratchDirectory())).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("the address", () => {
  test("elsewhere than on Linux is the shorter way, or none", () => {
    const directory = join(process.cwd(), "x".repeat(90));
    expect(localAddress({ directory, name }, "darwin").path).toBe(join("x".repeat(90), name));
    expect(() => localAddress({ directory: `/${"x".repeat(120)}`, name }, "darwin")).toThrow(
      expect.objectContaining({ code: "ENAMETOOLONG" }),
    );
  });

  test("on Windows is a pipe of its own for each directory", () => {
    const of = (directory: string) => localAddress({ directory, name }, "win32").path;
    expect(of("/a/b")).toMatch(/^\\\\\.\\pipe\\opampsupervisor-[0-9a-f]{32}$/);
    expect(of("/A/b")).toBe(of("/a/b"));
    expect(of("/a/c")).not.toBe(of("/a/b"));
  });

  test("a server of the platform's own library is reached just so", async () => {
    const directory = scratchDirectory();
    const server = createServer((socket) => socket.end("from node\n"));
    onTestFinished(() => void server.close());
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(join(directory, name), resolve);
    await promise;
    const client = await connected(directory);
    await client.events.next({ kind: "data", text: "from node\n" });
  });
});
