import { describe, expect, test } from "bun:test";

import { credentialsOn } from "../../support/credentials-on.ts";
import { MemoryFiles } from "../../support/memory-files.ts";

const directory = "/state/collector_credentials";
const [one, two] = [`${directory}/one.pem`, `${directory}/two.pem`];

function opened() {
  const files = new MemoryFiles();
  return { files, credentials: credentialsOn(files) };
}

describe("certificates and keys for the Collector", () => {
  test("are written once, and again where the disk has lost them", async () => {
    const { files, credentials } = opened();
    await credentials.put(new Map([[one, "a"]]));
    expect(files.text(one)).toBe("a");
    const written = files.changes.length;
    await credentials.put(new Map([[one, "a"]]));
    expect(files.changes).toHaveLength(written);
    files.put(one, "");
    await credentials.put(new Map([[one, "a"]]));
    expect(files.text(one)).toBe("a");
  });

  test("leave nothing behind that nobody uses, of a write that was cut short neither", async () => {
    const { files, credentials } = opened();
    await credentials.put(
      new Map([
        [one, "a"],
        [two, "b"],
      ]),
    );
    files.put(`${directory}/.two.pem.1.tmp`, "b");
    expect(await credentials.keep(new Set([two]))).toBe(2);
    expect(await files.list(directory)).toEqual(["two.pem"]);
  });

  test("need no directory where there are none", async () => {
    const { files, credentials } = opened();
    await credentials.put(new Map());
    expect(await credentials.keep(new Set())).toBe(0);
    expect(files.changes).toEqual([]);
  });

  test("that are wanted while others are removed stay", async () => {
    const { files, credentials } = opened();
    await credentials.put(new Map([[one, "a"]]));
    await Promise.all([credentials.keep(new Set()), credentials.put(new Map([[one, "a"]]))]);
    expect(files.text(one)).toBe("a");
  });
});
