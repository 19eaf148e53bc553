import { describe, expect, test } from "bun:test";

import { layerOrder, readLayerFiles } from "../../../../src/supervisor/compose/layer-files.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";
import { TestLog } from "../../../support/test-log.ts";

const own = { kind: "own-telemetry" } as const;
const extension = { kind: "opamp-extension" } as const;
const remote = { kind: "remote" } as const;
const local = (name: string, locked = false) => ({ kind: "local", name, locked }) as const;

describe("the order of layers", () => {
  test.each([
    [[], [own, extension, remote]],
    [
      ["a", "b"],
      [own, local("a"), local("b"), extension, remote],
    ],
    [
      ["a", "$REMOTE_CONFIG", "b"],
      [own, local("a"), remote, local("b"), extension],
    ],
    [
      ["a", "$OWN_TELEMETRY_CONFIG"],
      [local("a"), own, extension, remote],
    ],
    [
      ["$OPAMP_EXTENSION_CONFIG", "a"],
      [own, extension, local("a"), remote],
    ],
  ])("of %j puts the special names that are missing in their places", (configFiles, expected) => {
    expect(layerOrder({ configFiles, lockedFiles: [] })).toEqual(expected);
  });

  test("has locked files where config_files names them, and else over the other local ones", () => {
    const order = layerOrder({ configFiles: ["a", "b", "$REMOTE_CONFIG"], lockedFiles: ["a", "c"] });
    expect(order).toEqual([own, local("a", true), local("b"), local("c", true), remote, extension]);
  });
});

describe("the texts of local files", () => {
  async function reading(name: string, locked = false) {
    const [files, log] = [new MemoryFiles(), new TestLog()];
    await files.ensureDirectory("/etc");
    await files.write("/etc/a.yaml", "a: 1");
    await files.write("/odd:name", "b: 2");
    await files.write("/etc/latin.yaml", new Uint8Array([0xe9]));
    const env = { CONFIG: "c: 3" };
    return { log, outcome: await readLayerFiles([local(name, locked)], { files, env, log }) };
  }

  test.each([
    ["/etc/a.yaml", "a: 1"],
    ["file:/etc/a.yaml", "a: 1"],
    ["file:///etc/a.yaml", "a: 1"],
    ["/odd:name", "b: 2"],
    ["env:CONFIG", "c: 3"],
  ])("come from %s", async (name, text) => {
    const { outcome } = await reading(name);
    expect(outcome).toEqual({ read: true, layers: [{ kind: "local", name, text, locked: false }] });
  });

  test.each([
    ["/etc/nosuch.yaml", "ENOENT"],
    ["/etc/latin.yaml", "it is not UTF-8"],
    ["env:NOSUCH", "the variable NOSUCH is not set"],
    ["https://h/c", "there is no such file, and the scheme https is none of file and env"],
  ])("that cannot be read (%s) are told and left out, and a locked one refuses all", async (name, reason) => {
    const { log, outcome } = await reading(name);
    expect(outcome).toEqual({ read: true, layers: [] });
    expect(log.lines.map(({ level, fields }) => ({ level, fields }))).toEqual([
      { level: "error", fields: { file: name, reason } },
    ]);
    expect((await reading(name, true)).outcome).toEqual({
      read: false,
      reason: `local file ${name} cannot be read: ${reason}`,
    });
  });
});
