import { expect, test } from "bun:test";

import { openInheritable } from "../../../../src/runtime/os/windows/inherited-file.ts";
import { openWindowsStart } from "../../../../src/runtime/os/windows/start-on-windows.ts";
import { fakeKernel } from "../../../support/fake-kernel.ts";

test.each([
  ["read", 0x8000_0000, 3],
  ["write", 0x4000_0000, 3],
  ["append", 0x10_0004, 4],
] as const)("to %s, a file is opened so that others may read and rename it", (opening, access, disposition) => {
  const { kernel, made } = fakeKernel({ CreateFileW: () => 7n });
  expect(openInheritable("x", opening, kernel)).toBe(7n);
  expect(made).toEqual([["CreateFileW", access, 7, disposition, 0x80, 0n]]);
});

test.each([-1n, 0xffff_ffff_ffff_ffffn])("the handle %p is none, and the error has its name", (handle) => {
  const { kernel } = fakeKernel({ CreateFileW: () => handle, GetLastError: () => 5 });
  expect(() => openInheritable("x", "append", kernel)).toThrow("EACCES: x cannot be opened");
});

test.skipIf(process.platform === "win32")("elsewhere nothing is started in this way", () => {
  expect(openWindowsStart()).toBeUndefined();
});
