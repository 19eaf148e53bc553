import { describe, expect, test } from "bun:test";

import { mendCut, shelve } from "../../../src/storage/old-logs.ts";
import { MemoryFiles } from "../../support/memory-files.ts";

const paths = { agentLog: "/state/agent.log", agentLogCopy: "/state/agent.log.copy" };

function filesWith(texts: Readonly<Record<string, string>>): MemoryFiles {
  const files = new MemoryFiles();
  for (const [name, text] of Object.entries(texts)) files.put(`/state/${name}`, text);
  return files;
}

async function textsOf(files: MemoryFiles): Promise<Record<string, string>> {
  const names = await files.list("/state");
  return Object.fromEntries(names.toSorted().map((name) => [name, files.text(`/state/${name}`) ?? ""]));
}

describe("shelve()", () => {
  test("makes each old log one older, removes what is beyond the number, and touches no other file", async () => {
    const files = filesWith({
      new: "4",
      "agent.log.1": "3",
      "agent.log.2": "2",
      "agent.log.7": "0",
      "agent.log.gz": "",
    });
    await shelve(files, paths, "/state/new", 2);
    expect(await textsOf(files)).toEqual({ "agent.log.1": "4", "agent.log.2": "3", "agent.log.gz": "" });
  });

  test("loses nothing where an earlier call was interrupted between two files", async () => {
    const files = filesWith({ new: "4", "agent.log.1": "3", "agent.log.3": "2" });
    await shelve(files, paths, "/state/new", 3);
    expect(await textsOf(files)).toEqual({ "agent.log.1": "4", "agent.log.2": "3" });
  });
});

describe("mendCut() after an interruption", () => {
  test.each([
    ["while it was copied", "one\ntwo\nth", "one\n", { "agent.log": "one\ntwo\nth" }],
    ["before the log was emptied", "one\ntwo\nth", "one\ntwo\nth", { "agent.log": "one\ntwo\nth" }],
    ["when it had been emptied", "", "one\ntwo\nth", { "agent.log": "th", "agent.log.1": "one\ntwo\n" }],
    ["when it had been emptied and written on", "ree\n", "one\nth", { "agent.log": "three\n", "agent.log.1": "one\n" }],
    ["when the start of a line was back", "three\n", "one\nth", { "agent.log": "three\n", "agent.log.1": "one\n" }],
    ["when all was moved", "four\n", "one\n", { "agent.log": "four\n", "agent.log.1": "one\n" }],
    ["without a line end", "four\n", "one", { "agent.log": "four\n", "agent.log.1": "one" }],
  ])("%s", async (_, log, copy, after) => {
    const files = filesWith({ "agent.log": log, "agent.log.copy": copy });
    await mendCut(files, paths);
    expect(await textsOf(files)).toEqual(after);
  });

  test("does nothing where there was none", async () => {
    const files = filesWith({ "agent.log": "one\n", "agent.log.1": "zero\n" });
    await mendCut(files, paths);
    expect(files.changes).toEqual([]);
  });
});
