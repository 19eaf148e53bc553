import { expect, test } from "bun:test";

import { commandLine, environmentBlock } from "../../../../src/runtime/os/windows/command-line.ts";
import { windowsErrorCode } from "../../../../src/runtime/os/windows/error-code.ts";
import { fromWide, wide } from "../../../../src/runtime/os/windows/wide.ts";

test.each([
  [["a.exe", "--config", String.raw`C:\x\y.yaml`], String.raw`a.exe --config C:\x\y.yaml`],
  [[String.raw`C:\Program Files\a.exe`, ""], String.raw`"C:\Program Files\a.exe" ""`],
  [['say "hi"', String.raw`a b\ `.trimEnd()], String.raw`"say \"hi\"" "a b\\"`],
  [[String.raw`a\"b`], String.raw`"a\\\"b"`],
  [[String.raw`\\server\share\ `.trimEnd()], String.raw`\\server\share\ `.trimEnd()],
])("the words %j are one command line", (words, expected) => {
  expect(commandLine(words)).toBe(expected);
});

test("an environment is a block in the order of names, each name once", () => {
  const block = environmentBlock({ b: "2", PATH: "x", a: "ä", Path: "y" });
  expect(Buffer.from(block).toString("utf16le")).toBe("a=ä\0b=2\0Path=y\0\0");
  expect(Buffer.from(environmentBlock({})).toString("utf16le")).toBe("\0\0");
});

test("text is UTF-16 up to its first zero", () => {
  expect([...wide("aä")]).toEqual([0x61, 0, 0xe4, 0, 0, 0]);
  expect(fromWide(wide("aä"))).toBe("aä");
  expect(fromWide(new Uint8Array([0x61, 0]))).toBe("a");
});

test("errors of Windows have errno names", () => {
  expect([2, 5, 193, 999].map(windowsErrorCode)).toEqual(["ENOENT", "EACCES", "ENOEXEC", "EUNKNOWN"]);
});
