import { expect, test } from "bun:test";

import { checkProgram } from "../../../src/packages/check-program.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { elf, machoAmd64, machoArm64, pe, universal } from "../../support/program-heads.ts";

const linux = { os: "linux", arch: "amd64" } as const;
const mac = { os: "darwin", arch: "arm64" } as const;
const windows = { os: "windows", arch: "amd64" } as const;

const check = (target: typeof linux | typeof mac | typeof windows, program: Uint8Array | string) => {
  const files = new MemoryFiles();
  files.put("/program", program);
  return checkProgram("/program", { target, files });
};

test.each([
  [linux, elf(0x3e)],
  [linux, "#!/bin/sh\nexec otelcol"],
  [mac, universal([machoAmd64, machoArm64])],
  [mac, "#!/bin/sh\nexec otelcol"],
  [windows, pe(0x8664)],
])("a program for %o fits", async (target, program) => {
  expect(await check(target, program)).toEqual({ kind: "fits" });
});

test.each([
  [linux, elf(0xb7), "WRONG_SYSTEM", "the program is built for linux/arm64; this machine is linux/amd64"],
  [
    linux,
    universal([machoAmd64]),
    "WRONG_SYSTEM",
    "the program is built for darwin/amd64; this machine is linux/amd64",
  ],
  [linux, pe(0x8664), "WRONG_SYSTEM", "the program is built for windows/amd64; this machine is linux/amd64"],
  [mac, universal([machoAmd64]), "WRONG_SYSTEM", "the program is built for darwin/amd64; this machine is darwin/arm64"],
  [mac, universal([7]), "WRONG_SYSTEM", "the program is built for others; this machine is darwin/arm64"],
  [
    windows,
    "#!/bin/sh\n",
    "WRONG_SYSTEM",
    "the program is a script, which Windows does not run; this machine is windows/amd64",
  ],
  [linux, "text", "NOT_A_PROGRAM", "the file is no program that is known here"],
] as const)("on %o another one is refused by name: %#", async (target, program, code, message) => {
  expect(await check(target, program)).toEqual({ kind: "refused", code, message });
});
