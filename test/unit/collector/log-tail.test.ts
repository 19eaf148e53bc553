import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import { errorStatement, readLogTail } from "../../../src/collector/log-tail.ts";
import { MemoryFiles } from "../../support/memory-files.ts";

interface Tail {
  log: string | Uint8Array;
  bytes?: number;
  from?: number;
  secrets?: string[];
}

async function tailOf({ log, bytes = 8192, from = 0, secrets = [] }: Tail): Promise<string> {
  const files = new MemoryFiles();
  files.put("/agent.log", log);
  return await readLogTail({ files, path: "/agent.log", bytes, from, secrets });
}

describe("the tail of the log", () => {
  test("is all of a short log", async () => {
    expect(await tailOf({ log: "one\ntwo\n" })).toBe("one\ntwo");
  });

  test("begins with a whole line", async () => {
    expect(await tailOf({ log: "first line\nsecond line\nthird line\n", bytes: 27 })).toBe("second line\nthird line");
  });

  test("keeps a line that just fits", async () => {
    expect(await tailOf({ log: "first\nsecond\n", bytes: "second\n".length })).toBe("second");
  });

  test("is the end of a line that does not fit", async () => {
    expect(await tailOf({ log: `${"x".repeat(50)}the end\n`, bytes: 8 })).toBe("the end");
  });

  test("shows nothing from before the attempt, and its first line whole", async () => {
    expect(await tailOf({ log: "of before\nof now\n", from: 10, bytes: "of now\n".length })).toBe("of now");
    expect(await tailOf({ log: "of before\n", from: 10 })).toBe("");
  });

  test("is empty without a log, and where none is wanted", async () => {
    const files = new MemoryFiles();
    expect(await readLogTail({ files, path: "/none", bytes: 10, from: 0, secrets: [] })).toBe("");
    expect(await tailOf({ log: "something\n", bytes: 0 })).toBe("");
  });

  test("is well-formed text, whatever bytes are in the log", async () => {
    const log = Buffer.concat([Buffer.from("bad: "), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from(" é\n")]);
    expect(await tailOf({ log })).toBe("bad: ( é");
    expect(await tailOf({ log: "ééé", bytes: 3 })).toBe("é");
  });

  test("shows no secret, quoted ones included", async () => {
    const secrets = ['pass"word', "pass\nphrase"];
    const log = `a pass"word b "pass\\"word" c pass\nphrase d "pass\\nphrase"\n`;
    expect(await tailOf({ log, secrets })).toBe(`a [REDACTED] b "[REDACTED]" c [REDACTED] d "[REDACTED]"`);
  });

  test("shows no part of a secret that its beginning cuts in two", async () => {
    const secrets = ["-----KEY\nabcdef\nghijkl\nKEY-----"];
    const log = `before\n${secrets[0]}\nafter\n`;
    const whole = log.length;
    for (let bytes = 1; bytes <= whole; bytes++) {
      expect(await tailOf({ log, bytes, secrets })).not.toMatch(/abc|def|ghi|jkl|KEY/);
    }
  });

  test("shows no secret in any place and at any length", async () => {
    const secrets = ["Sxyzzy", "SSS-SSS-SSS", "S-o-n-g\nS-o-n-g"];
    const piece = fc.constantFrom(...secrets, "\n", "word", "SSS-", " é ");
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 60 }), async (pieces, bytes) => {
        const log = pieces.join("_");
        const tail = await tailOf({ log, bytes, secrets });
        const rest = secrets.reduce((text, secret) => text.replaceAll(secret, ""), log);
        for (const fragment of ["xyzzy", "yzzy", "-n-g", "o-n"]) {
          if (!rest.includes(fragment)) expect(tail).not.toContain(fragment);
        }
      }),
    );
  });
});

describe("the Collector's own statement", () => {
  test("is what follows the last Error at the start of a line", () => {
    expect(errorStatement("Error: first\nsome line, Error: not this\nError: second\n")).toBe("second");
    expect(errorStatement("Error: alone")).toBe("alone");
  });

  test("can span several lines", () => {
    const text = "failed to get config: decoding failed:\n\n'receivers' has invalid keys: bogus";
    expect(errorStatement(`2026-01-01T00:00:00Z\tinfo\tstarting\nError: ${text}\n`)).toBe(text);
  });

  test("ends before the line in which official builds repeat it", () => {
    const log = "Error: invalid\nbecause so\n2026/01/01 00:00:00 collector server run finished with error: invalid\n";
    expect(errorStatement(log)).toBe("invalid\nbecause so");
  });

  test("is empty where there is none", () => {
    expect(errorStatement("")).toBe("");
    expect(errorStatement('{"level":"error","msg":"Error: inside"}\n')).toBe("");
  });
});
