import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import fc from "fast-check";

import { programHeaderBytes, readProgramHeader } from "../../../src/runtime/program-header.ts";
import { createHost } from "../../../src/runtime/shared/host.ts";
import { elf, macho, machoAmd64, machoArm64, pe, universal } from "../../support/program-heads.ts";

test("a program of this machine is told with its dynamic loader", () => {
  const { os, arch } = createHost();
  const head = readFileSync("/bin/sh").subarray(0, programHeaderBytes);
  expect(readProgramHeader(head)).toEqual({
    is: "binary",
    system: `${os}/${arch}`,
    loader: expect.stringMatching(/^\/lib.*ld-/),
  });
});

test.each([
  ["linux/amd64", elf(0x3e)],
  ["linux/arm64", elf(0xb7)],
  ["linux/386", elf(0x03, { bits: 32 })],
  ["linux/ppc64le", elf(0x15)],
  ["linux/ppc64", elf(0x15, { bigEndian: true })],
  ["linux/s390x", elf(0x16, { bigEndian: true })],
  ["darwin/arm64", macho(machoArm64)],
  ["darwin/amd64", macho(machoAmd64)],
  ["windows/amd64", pe(0x8664)],
  ["windows/arm64", pe(0xaa64)],
  ["windows/arm", pe(0x01c4)],
  ["freebsd/amd64", elf(0x3e, { system: 9 })],
  ["netbsd/arm64", elf(0xb7, { system: 2 })],
  ["openbsd/amd64", elf(0x3e, { system: 12 })],
])("a program for %s without a loader is recognised", (system, head) => {
  expect(readProgramHeader(head)).toEqual({ is: "binary", system, loader: undefined });
});

test.each([
  ["one of 32 bits", universal([machoAmd64, machoArm64]), ["darwin/amd64", "darwin/arm64"]],
  ["one of 64 bits", universal([machoArm64], { bits: 64 }), ["darwin/arm64"]],
  ["one with an architecture that is not known", universal([0x7, machoArm64]), ["darwin/arm64"]],
])("a universal program of macOS names all that it is for: %s", (_, head, systems) => {
  expect(readProgramHeader(head)).toEqual({ is: "universal", systems });
});

test.each([
  ["#!/bin/sh\n", "/bin/sh"],
  ["#! /usr/bin/env bash\necho", "/usr/bin/env"],
  ["#!/bin/sh\r\necho", "/bin/sh\r"],
  ["#!", ""],
])("%j is a script of %j", (text, interpreter) => {
  expect(readProgramHeader(Buffer.from(text))).toEqual({ is: "script", interpreter });
});

test.each([
  ["an empty file", Buffer.alloc(0)],
  ["text", Buffer.from("echo hello\n".repeat(10))],
  ["an ELF file of an unknown machine", elf(0x9999)],
  ["the beginning of an ELF file", elf(0x3e).subarray(0, 20)],
  ["an ELF file of an unknown system", elf(0x3e, { system: 97 })],
  ["a class of Java", Buffer.from(`cafebabe00000041${"00".repeat(100)}`, "hex")],
  ["a DOS program", pe(0x8664).subarray(0, 64)],
])("%s is not known", (_, head) => {
  expect(readProgramHeader(head)).toEqual({ is: "unknown" });
});

test("no bytes make it throw", () => {
  const real = readFileSync("/bin/sh").subarray(0, 1024);
  const changed = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 20 }).map((changes) => {
    const head = Uint8Array.from(real);
    for (const [at, value] of changes) head[at] = value;
    return head;
  });
  const anything = fc.uint8Array({ maxLength: 300 });
  fc.assert(fc.property(fc.oneof(changed, anything), (head) => void readProgramHeader(head)));
});
