import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { eventText } from "../../../src/cli/event-text.ts";
import { type JournalEntry, renderEntry } from "../../../src/storage/journal-entry.ts";
import { serveControl } from "../../support/control-world.ts";
import { readLines } from "../../support/lines.ts";
import { sourceCommand } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const failed: JournalEntry = {
  at: "2026-01-01T00:00:10.000Z",
  event: "configuration-failed",
  code: "PORT_IN_USE",
  hash: "abcdef0123456789",
  reason: "address in use\nSet by: \u001b[31mx",
};
const started: JournalEntry = { at: "2026-01-01T00:00:00.000Z", event: "supervisor-started", version: "1.2.3", pid: 7 };

async function run(...args: string[]) {
  const child = Bun.spawn([...sourceCommand, ...args], { stdout: "pipe", stderr: "pipe" });
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code, out, err };
}

describe("an entry for people", () => {
  test("is one line, with its reason below it, and nothing that a terminal could obey", () => {
    expect(eventText(started)).toBe("2026-01-01T00:00:00Z  supervisor-started         1.2.3, pid 7");
    expect(eventText(failed)).toBe(
      [
        "2026-01-01T00:00:10Z  configuration-failed       PORT_IN_USE, abcdef01",
        "    address in use",
        "    Set by: \\u001b[31mx",
      ].join("\n"),
    );
  });
});

describe("events", () => {
  test("come from the supervisor that runs", async () => {
    const place = scratchDirectory();
    serveControl(place).handlers.journal.push(started, failed);
    expect(await run("events", "--storage-dir", place)).toEqual({
      code: 0,
      out: `${eventText(started)}\n${eventText(failed)}\n`,
      err: "",
    });
    const { out } = await run("events", "--json", "--since", "2026-01-01T00:00:05Z", `--storage-dir=${place}`);
    expect(JSON.parse(out)).toEqual(failed);
  }, 60_000);

  test("are followed until the supervisor ends", async () => {
    const place = scratchDirectory();
    const { handlers, server } = serveControl(place);
    handlers.journal.push(started);
    const child = Bun.spawn([...sourceCommand, "events", "-f", "--json", `--storage-dir=${place}`], { stdout: "pipe" });
    const lines = readLines(child.stdout);
    expect(JSON.parse((await lines.next()).value ?? "")).toEqual(started);
    handlers.happens(failed);
    expect(JSON.parse((await lines.next()).value ?? "")).toEqual(failed);
    server.close();
    expect(await child.exited).toBe(3);
  }, 60_000);

  test("come from the directory where none runs", async () => {
    const place = scratchDirectory();
    writeFileSync(join(place, "events.jsonl.1"), renderEntry(started));
    writeFileSync(join(place, "events.jsonl"), renderEntry(failed));
    const shown = await run("events", "--json", "--storage-dir", place);
    expect(shown).toMatchObject({ code: 0, err: "" });
    expect(shown.out).toBe(renderEntry(started) + renderEntry(failed));
  }, 60_000);

  test("are none where there is no journal, and cannot be followed where none runs", async () => {
    const place = scratchDirectory();
    expect(await run("events", "--storage-dir", place)).toMatchObject({
      code: 3,
      err: expect.stringContaining("no journal"),
    });
    writeFileSync(join(place, "events.jsonl"), renderEntry(failed));
    expect(await run("events", "--follow", "--storage-dir", place)).toMatchObject({ code: 3, out: "" });
  }, 60_000);

  test("that cannot be read are told", async () => {
    const place = scratchDirectory();
    mkdirSync(join(place, "events.jsonl"));
    const shown = await run("events", "--storage-dir", place);
    expect(shown).toMatchObject({ code: 1, err: expect.stringContaining("EISDIR") });
  }, 60_000);

  test.each(["yesterday", "-5m"])(
    "since %s makes no sense",
    async (since) => {
      const shown = await run("events", `--since=${since}`, "--storage-dir", scratchDirectory());
      expect(shown).toMatchObject({ code: 2, err: expect.stringContaining("--since") });
    },
    60_000,
  );
});

describe("orders", () => {
  test("hold, release and rollback are passed on", async () => {
    const place = scratchDirectory();
    const { handlers } = serveControl(place);
    const hold = await run("hold", "--reason=load test", "--for", "1h30m", "--storage-dir", place);
    expect(hold).toEqual({ code: 0, out: "held\n", err: "" });
    expect(await run("hold", "--storage-dir", place)).toMatchObject({ code: 0 });
    expect(await run("release", "--storage-dir", place)).toMatchObject({ code: 0, out: "released\n" });
    expect(await run("rollback", "--storage-dir", place)).toEqual({
      code: 1,
      out: "",
      err: "opampsupervisor: nothing is kept (NOTHING_BEFORE)\n",
    });
    const given = ["hold load test 5400000", "hold  until released", "release", "rollback-configuration"];
    expect(handlers.given).toEqual(given);
  }, 60_000);

  test.each(["0", "soon", "-1h"])(
    "hold --for=%s makes no sense",
    async (duration) => {
      const shown = await run("hold", `--for=${duration}`, "--storage-dir", scratchDirectory());
      expect(shown).toMatchObject({ code: 2, err: expect.stringContaining("no duration above 0") });
    },
    60_000,
  );

  test("a reason that is too long is refused", async () => {
    const shown = await run("hold", `--reason=${"x".repeat(257)}`, "--storage-dir", scratchDirectory());
    expect(shown).toMatchObject({ code: 2, err: expect.stringContaining("256") });
  }, 60_000);
});
