import { describe, expect, onTestFinished, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { serveControl } from "../../support/control-world.ts";
import { readLines } from "../../support/lines.ts";
import { sourceCommand } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { snapshotOf } from "../../support/status-snapshots.ts";

const directory = scratchDirectory();

/** Runs the command beside the tests, which play the supervisor. */
async function run(...args: string[]) {
  const child = Bun.spawn([...sourceCommand, ...args], { cwd: directory, stdout: "pipe", stderr: "pipe" });
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code, out, err };
}

/** Something that listens where a supervisor would and says `line` to whoever speaks. */
function saying(line: string): string {
  const place = scratchDirectory();
  const listener = Bun.listen({
    unix: join(place, "control.sock"),
    socket: { data: (socket) => void socket.end(line) },
  });
  onTestFinished(() => listener.stop(true));
  return place;
}

describe("status", () => {
  test("tells people, and machines", async () => {
    const place = scratchDirectory();
    serveControl(place);
    const shown = await run("status", "--storage-dir", place);
    expect(shown).toMatchObject({ code: 0, err: "" });
    expect(shown.out).toStartWith("OK: Collector up (pid 123)");
    const { out } = await run("status", "--json", `--storage-dir=${place}`);
    expect(JSON.parse(out)).toEqual(snapshotOf());
  });

  test("is 1 where not all is as it should be", async () => {
    const place = scratchDirectory();
    serveControl(place).handlers.status = snapshotOf({ ok: false });
    expect(await run("status", "--storage-dir", place)).toMatchObject({ code: 1, err: "" });
  });

  test("finds the directory by the configuration", async () => {
    const place = scratchDirectory();
    serveControl(place);
    const config = join(directory, "supervisor.yaml");
    writeFileSync(
      config,
      `server: {endpoint: "ws://127.0.0.1:1/"}\nagent: {executable: /x}\nstorage: {directory: ${place}}\n`,
    );
    expect(await run("status", "--config", config)).toMatchObject({ code: 0 });
  });

  test("with --watch prints each change, and ends with the supervisor", async () => {
    const place = scratchDirectory();
    const { handlers, server } = serveControl(place);
    const child = Bun.spawn([...sourceCommand, "status", "--watch", "--json", "--storage-dir", place], {
      stdout: "pipe",
      stderr: "pipe",
    });
    onTestFinished(() => child.kill());
    const lines = readLines(child.stdout);
    expect(JSON.parse(String((await lines.next()).value))).toMatchObject({ ok: true });
    handlers.becomes(snapshotOf({ ok: false }));
    expect(JSON.parse(String((await lines.next()).value))).toMatchObject({ ok: false });
    server.close();
    expect((await lines.next()).done).toBe(true);
    expect(await child.exited).toBe(3);
    expect(await new Response(child.stderr).text()).toBe("opampsupervisor: the supervisor has ended\n");
  });

  test("with --watch ends with its reader, though nothing changes any more", async () => {
    const place = scratchDirectory();
    serveControl(place);
    const program = [...sourceCommand, "status", "--watch", "--storage-dir", place]
      .map((word) => `'${word}'`)
      .join(" ");
    const child = Bun.spawn(["bash", "-c", `{ ${program}; echo "$?" >code; } | head -n 1`], {
      cwd: directory,
      stdout: "pipe",
    });
    const first = await readLines(child.stdout).next();
    expect(first.value).toStartWith("OK");
    await child.exited;
    expect(await Bun.file(join(directory, "code")).text()).toBe("0\n");
  });
});

describe("an order", () => {
  test("that is taken is told", async () => {
    const place = scratchDirectory();
    const { handlers } = serveControl(place);
    expect(await run("restart", "--storage-dir", place)).toEqual({
      code: 0,
      out: "the Collector is restarted\n",
      err: "",
    });
    expect(handlers.given).toEqual(["restart"]);
  });

  test("prints JSON where that is asked for, of a version to go back to too", async () => {
    const place = scratchDirectory();
    serveControl(place);
    const json = async (...args: string[]) =>
      JSON.parse((await run(...args, "--json", "--storage-dir", place)).out) as unknown;
    expect(await json("restart")).toEqual({ message: "the Collector is restarted" });
    expect(await json("packages", "rollback")).toEqual({ message: "the Collector goes back" });
  });

  test("to try again tells what had failed, in JSON too", async () => {
    const place = scratchDirectory();
    const { handlers } = serveControl(place);
    const retried = [{ kind: "configuration", name: "0123" } as const, { kind: "Collector" } as const];
    handlers.retry = async () => ({ taken: true, message: "tried again: both", retried });
    expect(await run("retry", "--storage-dir", place)).toEqual({ code: 0, out: "tried again: both\n", err: "" });
    const { out } = await run("retry", "--json", "--storage-dir", place);
    expect(JSON.parse(out)).toEqual({ message: "tried again: both", retried });
  });

  test("that is refused is told with its reason", async () => {
    const place = scratchDirectory();
    serveControl(place);
    const expected = { code: 1, out: "", err: "opampsupervisor: nothing is condemned (FAILED)\n" };
    expect(await run("retry", "--storage-dir", place)).toEqual(expected);
  });

  test("that this user must not give is another code", async () => {
    const place = saying('{"v":1,"id":1,"ok":false,"error":{"code":"FORBIDDEN","message":"not you"}}\n');
    expect(await run("restart", "--storage-dir", place)).toMatchObject({
      code: 4,
      err: "opampsupervisor: not you (FORBIDDEN)\n",
    });
  });
});

describe("packages", () => {
  const version = { name: "", version: "v2.0.0", hash: "ab", installedAt: "2026-01-01T00:00:00.000Z" };
  const packages = {
    accepted: true,
    phase: { is: "downloading", version: "v3.0.0" },
    offered: [{ name: "", version: "v3.0.0", hash: "cd", status: "Downloading" as const, trouble: "HTTP 503" }],
    versions: [
      { ...version, version: "v1.0.0", state: "kept" as const },
      { ...version, state: "installed" as const },
    ],
  };

  test("are shown to people and to programs", async () => {
    const place = scratchDirectory();
    const { handlers } = serveControl(place);
    handlers.status = snapshotOf({ packages });
    const { out } = await run("packages", "--storage-dir", place);
    expect(out).toContain("Upgrade    v3.0.0: downloading\nOffered    v3.0.0: Downloading\n           HTTP 503\n");
    expect(out).toContain("Version    v1.0.0, kept, since 2026-01-01T00:00:00.000Z, ab\n");
    const { out: json } = await run("packages", "--json", "--storage-dir", place);
    expect(JSON.parse(json)).toEqual(packages);
    const status = (await run("status", "--storage-dir", place)).out;
    expect(status).toContain("v1.0.0 (kept), v2.0.0 (installed)");
    expect(status).toMatch(/Package +v3\.0\.0 Downloading\n +waits +HTTP 503\n/);
  });

  test("that are not taken are none", async () => {
    const place = scratchDirectory();
    serveControl(place);
    expect((await run("packages", "--storage-dir", place)).out).toContain("are not taken");
    expect(JSON.parse((await run("packages", "--json", "--storage-dir", place)).out)).toMatchObject({
      accepted: false,
    });
  });

  test("are gone back from, by default to the one before", async () => {
    const place = scratchDirectory();
    const { handlers } = serveControl(place);
    const expected = { code: 0, out: "the Collector goes back\n", err: "" };
    expect(await run("packages", "rollback", "--storage-dir", place)).toEqual(expected);
    expect(await run("packages", "rollback", "v1.0.0", "--storage-dir", place)).toEqual(expected);
    expect(handlers.given).toEqual(["rollback to the one before", "rollback v1.0.0"]);
  });

  test("goes back with the supervisor itself where that is said", async () => {
    const place = scratchDirectory();
    const { handlers } = serveControl(place);
    const expected = { code: 0, out: "the supervisor goes back\n", err: "" };
    expect(await run("packages", "rollback", "--supervisor", "--storage-dir", place)).toEqual(expected);
    expect(await run("packages", "rollback", "1.0.0", "--supervisor", "--storage-dir", place)).toEqual(expected);
    expect(handlers.given).toEqual([
      "rollback of the supervisor to the one before",
      "rollback of the supervisor 1.0.0",
    ]);
  });

  test("shows those of the supervisor, and which file runs", async () => {
    const place = scratchDirectory();
    const { handlers } = serveControl(place);
    const own = {
      name: "supervisor",
      version: "2.0.0",
      hash: "ab",
      state: "installed" as const,
      installedAt: "now",
    };
    const shown = snapshotOf();
    handlers.status = {
      ...shown,
      supervisor: { ...shown.supervisor, version: "2.0.0", executable: "/state/s", installed: "/usr/bin/s" },
      packages: {
        accepted: false,
        offered: [],
        versions: [],
        supervisor: {
          accepted: true,
          obstacle: "it is process 1",
          phase: { is: "staged", version: "3.0.0" },
          versions: [own],
          failedRollback: { at: "2026-01-01T00:00:00.000Z", version: "", message: "TIMEOUT: proving: why" },
        },
      },
    };
    const { out } = await run("packages", "--storage-dir", place);
    expect(out.split("\n").slice(2, -1)).toEqual([
      "Supervisor 2.0.0, /state/s",
      "Offers     cannot be taken: it is process 1",
      "Upgrade    3.0.0: staged",
      "Version    2.0.0, installed, since now, ab",
      "Rollback   to the operator's own has failed at 2026-01-01T00:00:00.000Z",
      "           TIMEOUT: proving: why",
    ]);
    const status = (await run("status", "--storage-dir", place)).out;
    expect(status).toContain("/state/s, in place of /usr/bin/s");
    expect(status).toMatch(/rollback +to the operator's own has failed 2026[^]*\n +because +TIMEOUT: proving: why\n/);
  });

  test.each(["remove", "rollback a b", "--supervisor"])("cannot %s", async (words) => {
    expect(await run("packages", ...words.split(" "))).toMatchObject({ code: 2 });
  });
});

describe("nobody to speak with", () => {
  test.each(["status", "retry", "restart", "packages", "stop"])(
    "%s tells that no supervisor runs there",
    async (command) => {
      const place = scratchDirectory();
      const expected = { code: 3, out: "", err: `opampsupervisor: no supervisor runs with ${place}\n` };
      expect(await run(command, "--storage-dir", place)).toEqual(expected);
    },
  );

  test("one of another version is told as such", async () => {
    const place = saying('{"v":2,"id":1,"ok":false,"error":{"code":"VERSION","message":"no","supported":[2,3]}}\n');
    const { code, err } = await run("status", "--storage-dir", place);
    expect({ code, err }).toEqual({
      code: 1,
      err: "opampsupervisor: the supervisor speaks version 2, 3 of the control protocol, this program version 1: use the executable that runs\n",
    });
  });

  test("one that talks nonsense has not answered", async () => {
    const place = saying("HTTP/1.1 400 Bad Request\n");
    const expected = { code: 1, err: "opampsupervisor: the supervisor did not answer\n" };
    expect(await run("stop", "--storage-dir", place)).toMatchObject(expected);
  });

  test("two ways to find it are one too many", async () => {
    expect(await run("status", "--config=a", "--storage-dir=b")).toMatchObject({
      code: 2,
      err: "opampsupervisor: give --config or --storage-dir, not both\n",
    });
  });
});
