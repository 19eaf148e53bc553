import { describe, expect, test } from "bun:test";
import { readlinkSync } from "node:fs";

import fc from "fast-check";

import { readProc, statusField } from "../../../src/runtime/os/linux-processes.ts";
import { cleanMappings, giveBackOwnCode } from "../../../src/runtime/os/own-code.ts";

const executable = "/usr/local/bin/opampsupervisor";

interface Facts {
  rights: string;
  inode: number;
  path: string;
  /** KiB; `undefined`: the kernel says nothing of it. */
  anonymous: number | undefined;
  swap: number | undefined;
}

const code: Facts = { rights: "r-xp", inode: 1234, path: executable, anonymous: 0, swap: 0 };

/** As the kernel of Linux 6.18 writes it, without the fields that nobody asks for here. */
function mapping(facts: Partial<Facts>, start = 0x1a40000, length = 0x4e09000): string {
  const { rights, inode, path, anonymous, swap } = { ...code, ...facts };
  const address = `${start.toString(16).padStart(8, "0")}-${(start + length).toString(16).padStart(8, "0")}`;
  const lines = [
    `${address} ${rights} 01838000 fe:00 ${inode}                          ${path}`,
    `Size:              ${length / 1024} kB`,
    "Rss:               33256 kB",
    "Private_Clean:     33256 kB",
    "Private_Dirty:         0 kB",
    anonymous === undefined ? "" : `Anonymous:      ${String(anonymous).padStart(8)} kB`,
    "AnonHugePages:         0 kB",
    swap === undefined ? "" : `Swap:           ${String(swap).padStart(8)} kB`,
    "SwapPss:               0 kB",
    "VmFlags: rd ex mr mw me ",
  ];
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

const all = [{ start: 0x1a40000, length: 0x4e09000 }];

describe("what is given back of the executable", () => {
  test.each([
    ["its code", {}],
    ["its constants", { rights: "r--p" }],
  ])("is %s", (_, facts) => {
    expect(cleanMappings(mapping(facts), executable)).toEqual(all);
  });

  test("is that of a file that was replaced meanwhile, too", () => {
    const replaced = `${executable} (deleted)`;
    expect(cleanMappings(mapping({ path: replaced }), replaced)).toEqual(all);
  });

  test.each<[string, Partial<Facts>]>([
    ["may be written to", { rights: "rw-p" }],
    ["may be written to and run", { rights: "rwxp" }],
    ["was written to before it was protected", { rights: "r--p", anonymous: 4 }],
    ["was written to, and lies on the swap device", { rights: "r--p", swap: 4 }],
    ["is shared", { rights: "r--s" }],
    ["may not be read", { rights: "---p" }],
    ["is of a library", { path: "/usr/lib/x86_64-linux-gnu/libc.so.6" }],
    ["has the executable's name for the beginning of its own", { path: `${executable}.so` }],
    ["is no file's", { inode: 0, path: "" }],
    ["has but the name of the executable", { inode: 0 }],
    ["has pages of which the kernel does not tell", { anonymous: undefined }],
    ["has swapped pages of which the kernel does not tell", { swap: undefined }],
  ])("is nothing that %s", (_, facts) => {
    expect(cleanMappings(mapping(facts), executable)).toEqual([]);
  });

  test("is nothing where there is nothing to read", () => {
    expect(cleanMappings("", executable)).toEqual([]);
  });

  test("is told apart from what lies beside it, however many there are", () => {
    const facts = fc.record<Facts>({
      rights: fc.constantFrom("r-xp", "r--p", "rw-p", "rwxp", "---p", "r--s"),
      inode: fc.constantFrom(0, 1234),
      path: fc.constantFrom(executable, "/usr/lib/libm.so.6", "[heap]", ""),
      anonymous: fc.constantFrom(0, 4, undefined),
      swap: fc.constantFrom(0, 4, undefined),
    });
    fc.assert(
      fc.property(fc.array(facts), (list) => {
        const size = 0x1000;
        const smaps = list.map((each, index) => mapping(each, (index + 1) * size, size)).join("");
        const safe = list.flatMap(({ rights, inode, path, anonymous, swap }, index) => {
          const unwritten = ["r-xp", "r--p"].includes(rights) && anonymous === 0 && swap === 0;
          return unwritten && inode !== 0 && path === executable ? [{ start: (index + 1) * size, length: size }] : [];
        });
        expect(cleanMappings(smaps, executable)).toEqual(safe);
      }),
    );
  });
});

test.if(process.platform === "linux")("this process has code to give back, and goes on without it", () => {
  const own = cleanMappings(readProc("self", "smaps") ?? "", readlinkSync("/proc/self/exe"));
  expect(own.length).toBeGreaterThan(0);
  const before = fileResident();
  giveBackOwnCode();
  expect(fileResident()).toBeLessThan(before / 2);
  expect(JSON.parse(JSON.stringify({ still: ["here"] }))).toEqual({ still: ["here"] });
  Bun.gc(true);
  giveBackOwnCode();
  expect(Bun.spawnSync(["true"]).exitCode).toBe(0);
});

/** Pages of files in memory, KiB. */
function fileResident(): number {
  return Number.parseInt(statusField("self", "RssFile") ?? "", 10);
}
