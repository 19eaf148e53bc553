import { describe, expect, test } from "bun:test";

import { signAdHoc } from "../../../scripts/mach-o/sign-ad-hoc.ts";
import { readMachO } from "../../support/mach-o.ts";
import { tinyMachO } from "../../support/tiny-mach-o.ts";

describe.each([
  ["a longer signature", 20_000, 5_000],
  ["a shorter signature", 20_000, 16],
  ["code of whole pages", 16_384, 500],
])("in place of %s", (_, codeBytes, before) => {
  const signed = signAdHoc(tinyMachO(codeBytes, before), "opampsupervisor");

  test("each page has the hash that is signed, and nothing stands behind the signature", () => {
    const { signature, segments } = readMachO(signed);
    expect(signature).toMatchObject({
      offset: codeBytes,
      end: signed.length,
      identifier: "opampsupervisor",
      flags: ["adhoc", "linker-signed"],
      entitles: false,
      codeLimit: codeBytes,
      pages: Math.ceil(codeBytes / 4096),
      wrongPages: [],
    });
    const tail = segments.find(({ name }) => name === "__LINKEDIT");
    expect((tail?.offset ?? 0) + (tail?.size ?? 0)).toBe(signed.length);
  });

  test("a changed byte is found in its page", () => {
    const changed = Buffer.from(signed);
    changed[5_000] = 0;
    expect(readMachO(changed).signature?.wrongPages).toEqual([1]);
  });

  test("signing again changes nothing", () => {
    expect(signAdHoc(signed, "opampsupervisor").equals(signed)).toBe(true);
  });
});

test("what has no place for a signature is refused", () => {
  const file = tinyMachO(20_000, 100);
  file.writeUInt32LE(2, 16);
  expect(() => signAdHoc(file, "x")).toThrow("no place for a signature");
  expect(() => signAdHoc(Buffer.from("\x7fELF".padEnd(100)), "x")).toThrow("not a 64-bit Mach-O file");
});
