import { afterAll, expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";

import { createNetwork } from "../../../src/runtime/shared/network.ts";

const { probeListen } = createNetwork();
const cleanups: (() => void)[] = [];

afterAll(() => cleanups.forEach((clean) => clean()));

/** A port on which this process listens at `host`. */
async function heldTcp(host: string): Promise<number> {
  const server = createServer().listen({ host, port: 0 });
  await once(server, "listening");
  cleanups.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function heldUdp(address: string): Promise<number> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4").bind({ address, port: 0 });
  await once(socket, "listening");
  cleanups.push(() => socket.close());
  return socket.address().port;
}

/** A container often has no IPv6, and what is tried with it has nothing to show there. */
const hasIpv6 = await heldTcp("::1").then(
  () => true,
  () => false,
);

/** The cases of which this machine has the addresses; `::` can be asked for everywhere. */
function within<Case extends string | readonly string[]>(cases: readonly Case[]): readonly Case[] {
  return cases.filter((hosts) => hasIpv6 || !(typeof hosts === "string" ? hosts : hosts.join(" ")).includes("::1"));
}

const taken = expect.objectContaining({ free: false, code: "EADDRINUSE" });

const inTheWay = within([
  ["127.0.0.1", "127.0.0.1"],
  ["127.0.0.1", ""],
  ["127.0.0.1", "0.0.0.0"],
  ["127.0.0.1", "::"],
  ["127.0.0.1", "localhost"],
  ["::1", "[::1]"],
  ["::1", ""],
  ["::", "127.0.0.1"],
  ["::", "::1"],
  ["0.0.0.0", "0.0.0.0"],
] as const);

test.each(inTheWay)("what listens at %s keeps others off %p", async (held, host) => {
  expect(await probeListen({ host, port: await heldTcp(held), transport: "tcp" })).toEqual(taken);
  expect(await probeListen({ host, port: await heldUdp(held), transport: "udp" })).toEqual(taken);
});

const apart = within([
  ["127.0.0.1", "::1"],
  ["::1", "127.0.0.1"],
  ["127.0.0.1", "127.0.0.2"],
] as const);

test.each(apart)("what listens at %s keeps nobody off %s", async (held, host) => {
  expect(await probeListen({ host, port: await heldTcp(held), transport: "tcp" })).toEqual({ free: true });
  expect(await probeListen({ host, port: await heldUdp(held), transport: "udp" })).toEqual({ free: true });
});

test("the two transports do not share their ports", async () => {
  expect(await probeListen({ host: "127.0.0.1", port: await heldTcp("127.0.0.1"), transport: "udp" })).toEqual({
    free: true,
  });
});

test("who is in the way is named, among others on the same port", async () => {
  const fixture = `require("node:net").createServer().listen({ host: "127.0.0.2", port: Number(process.argv[1]) }, () => console.log("ready"))`;
  const port = await heldTcp("127.0.0.1");
  const other = spawn(process.execPath, ["-e", fixture, String(port)]);
  cleanups.push(() => other.kill());
  await once(other.stdout, "data");
  const comm = readFileSync(`/proc/${other.pid}/comm`, "utf8");
  expect(await probeListen({ host: "127.0.0.2", port, transport: "tcp" })).toEqual({
    free: false,
    code: "EADDRINUSE",
    holder: { pid: other.pid ?? 0, name: comm.trim() },
  });
  const mine = await probeListen({ host: "127.0.0.1", port, transport: "tcp" });
  expect(mine).toMatchObject({ holder: { pid: process.pid } });
});

test.each(within(["127.0.0.1", "::1"]))("the holder of a UDP port at %s is named too", async (address) => {
  const port = await heldUdp(address);
  expect(await probeListen({ host: address, port, transport: "udp" })).toMatchObject({ holder: { pid: process.pid } });
});

test("an address whose last connections are still fading is free, as it is for a Collector", async () => {
  const server = createServer((socket) => socket.end()).listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const visitor = connect(port, "127.0.0.1").resume();
  await once(visitor, "close");
  server.close();
  await once(server, "close");
  expect(await probeListen({ host: "127.0.0.1", port, transport: "tcp" })).toEqual({ free: true });
});

test("a probed address can be listened on at once", async () => {
  const port = await heldTcp("127.0.0.1");
  cleanups.pop()?.();
  expect(await probeListen({ host: "", port, transport: "tcp" })).toEqual({ free: true });
  expect(await probeListen({ host: "", port, transport: "tcp" })).toEqual({ free: true });
});

test.each([
  ["an address of another machine", "192.0.2.1", /^EADDRNOTAVAIL$/],
  // The second is the answer of a machine that can ask nobody.
  ["a name without address", "nowhere.invalid", /^(ENOTFOUND|EAI_AGAIN)$/],
])("%s is refused with the reason", async (_, host, code) => {
  for (const transport of ["tcp", "udp"] as const) {
    const probed = await probeListen({ host, port: 4317, transport });
    expect(probed).toEqual({ free: false, code: expect.stringMatching(code) as string });
  }
});

test("any free port is always to be had", async () => {
  expect(await probeListen({ host: "192.0.2.1", port: 0, transport: "tcp" })).toEqual({ free: true });
});
