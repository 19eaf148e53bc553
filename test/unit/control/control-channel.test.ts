import { describe, expect, test } from "bun:test";
import { chmodSync, chownSync } from "node:fs";
import { join } from "node:path";

import { reachSupervisor } from "../../../src/control/control-client.ts";
import type { LocalSockets } from "../../../src/runtime/local-ports.ts";
import { createLocalSockets } from "../../../src/runtime/shared/local-sockets.ts";
import { control, serveControl } from "../../support/control-world.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { snapshotOf } from "../../support/status-snapshots.ts";

const strangers = process.getuid?.() === 0 && Bun.which("setpriv") !== null && Bun.which("python3") !== null;

/** Asks as another user of the system, over a socket of its own. */
async function askAs(uid: number, gid: number, directory: string, action: string): Promise<string> {
  const program = `
import socket, sys
asker = socket.socket(socket.AF_UNIX)
try:
    asker.connect(sys.argv[1])
except OSError as error:
    print(type(error).__name__); sys.exit()
asker.sendall(('{"v":1,"id":1,"do":"%s"}\\n' % sys.argv[2]).encode())
print(asker.makefile().readline())
`;
  const python = Bun.which("python3", { PATH: "/usr/bin:/bin" }) ?? "python3";
  const user = ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  const path = join(directory, "control.sock");
  const child = Bun.spawn([...user, python, "-c", program, path, action], { stdout: "pipe", stderr: "inherit" });
  return (await new Response(child.stdout).text()).trim();
}

/** As where the system does not tell who the peer is. */
function withoutCredentials(): LocalSockets {
  const local = createLocalSockets();
  return {
    ...local,
    listen: (options) =>
      local.listen({
        ...options,
        open: (connection) => {
          Object.defineProperty(connection, "peerUid", { value: undefined });
          options.open(connection);
        },
      }),
  };
}

describe("over a real socket", () => {
  test("questions and orders are answered", async () => {
    const directory = scratchDirectory();
    const { handlers } = serveControl(directory);
    const client = await control(directory);
    client.request("status");
    expect(await client.next()).toEqual({ v: 1, id: 1, ok: true, status: snapshotOf() });
    client.request("restart");
    expect(await client.next()).toMatchObject({ id: 2, ok: true, message: "the Collector is restarted" });
    expect(handlers.given).toEqual(["restart"]);
  });

  test("a watcher sees a change, and the end", async () => {
    const directory = scratchDirectory();
    const { handlers, server } = serveControl(directory);
    const client = await control(directory);
    client.request("watch");
    await client.next();
    handlers.becomes(snapshotOf({ ok: false }));
    expect(await client.next()).toMatchObject({ status: { ok: false } });
    server.close();
    expect(await client.next()).toBeUndefined();
    expect(handlers.listeners.size).toBe(0);
  });

  test("a snapshot of hundreds of kilobytes arrives whole", async () => {
    const directory = scratchDirectory();
    const { handlers } = serveControl(directory);
    handlers.status = snapshotOf({
      configuration: { phase: "idle", condemned: [{ hash: "a", reason: "x".repeat(700_000) }] },
    });
    const client = await control(directory);
    client.request("status");
    expect(await client.next()).toMatchObject({ status: { configuration: handlers.status.configuration } });
  });

  test("one that fills the channel keeps nobody from ending: the surplus is told and hung up on", async () => {
    const directory = scratchDirectory();
    serveControl(directory);
    const clients = [];
    for (let count = 0; count < 16; count += 1) clients.push(await control(directory));
    clients[15]?.request("status");
    expect(await clients[15]?.next()).toMatchObject({ ok: true });
    const surplus = await control(directory);
    expect(await surplus.next()).toMatchObject({ ok: false, error: { code: "BUSY" } });
    expect(await surplus.next()).toBeUndefined();
  });

  test("nobody there is told apart from everything else", async () => {
    const local = createLocalSockets();
    expect(await reachSupervisor(local, scratchDirectory())).toMatchObject({ reached: false, why: "absent" });
    expect(await reachSupervisor(local, "/dev/null/none")).toMatchObject({ reached: false, why: "absent" });
  });
});

describe.skipIf(!strangers)("another user of the system", () => {
  test("is kept out of a directory that is its owner's alone", async () => {
    const directory = scratchDirectory();
    serveControl(directory);
    expect(await askAs(65_534, 65_534, directory, "status")).toBe("PermissionError");
  });

  test("of the directory's group may look, where the directory is open to it, and not act", async () => {
    const directory = scratchDirectory();
    chownSync(directory, 0, 12_345);
    chmodSync(directory, 0o710);
    const { handlers } = serveControl(directory);
    expect(await askAs(65_534, 65_534, directory, "status")).toBe("PermissionError");
    expect(await askAs(65_534, 12_345, directory, "status")).toStartWith('{"v":1,"id":1,"ok":true,"status":');
    expect(await askAs(65_534, 12_345, directory, "stop")).toContain('"code":"FORBIDDEN"');
    expect(handlers.given).toEqual([]);
    expect(await askAs(0, 0, directory, "stop")).toContain('"ok":true');
    expect(handlers.given).toEqual(["stop"]);
  });
});

describe("where the system does not tell who asks", () => {
  test("the mode of the socket is the guard: its owner alone may connect, and act", async () => {
    const directory = scratchDirectory();
    const { handlers } = serveControl(directory, withoutCredentials());
    const client = await control(directory);
    client.request("restart");
    expect(await client.next()).toMatchObject({ ok: true });
    expect(handlers.given).toEqual(["restart"]);
  });

  test("nobody may act where the group can connect", async () => {
    const directory = scratchDirectory();
    chmodSync(directory, 0o710);
    const { handlers } = serveControl(directory, withoutCredentials());
    const client = await control(directory);
    client.request("stop");
    expect(await client.next()).toMatchObject({ ok: false, error: { code: "FORBIDDEN" } });
    client.request("status");
    expect(await client.next()).toMatchObject({ ok: true });
    expect(handlers.given).toEqual([]);
  });
});
