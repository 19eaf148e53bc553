import { expect, test } from "bun:test";

import { assert, property, uint8Array } from "fast-check";

import { formatInstanceId, parseInstanceId } from "../../../src/storage/instance-id.ts";

const text = "018feed6-905b-7aa6-ba37-b0eec565de03";

test("parseInstanceId() reads every form that the Go supervisor takes", () => {
  const forms = [text, text.toUpperCase(), `urn:uuid:${text}`, `{${text}}`, text.replaceAll("-", "")];
  expect(forms.map((form) => parseInstanceId(form)?.toHex())).toEqual(forms.map(() => text.replaceAll("-", "")));
});

test("parseInstanceId() reads the ULID text of the first Go releases", () => {
  expect(parseInstanceId("01ARZ3NDEKTSV4RRFFQ69G5FAV")?.toHex()).toBe("01563e3ab5d3d6764c61efb99302bd5b");
  expect(parseInstanceId("7ZZZZZZZZZZZZZZZZZZZZZZZZZ")?.toHex()).toBe("f".repeat(32));
});

test("parseInstanceId() reads nothing else", () => {
  const others = [
    "",
    "x",
    `${text}0`,
    text.slice(1),
    "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
    "01ARZ3NDEKTSV4RRFFQ69G5FAU",
    "0".repeat(32),
  ];
  expect(others.map(parseInstanceId)).toEqual(others.map(() => undefined));
});

test("formatInstanceId() writes what parseInstanceId() reads", () => {
  expect(formatInstanceId(Uint8Array.fromHex("018feed6905b7aa6ba37b0eec565de03"))).toBe(text);
  assert(
    property(uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const back = parseInstanceId(formatInstanceId(bytes));
      return bytes.every((byte) => byte === 0) ? back === undefined : back?.toHex() === bytes.toHex();
    }),
  );
});

test("formatInstanceId() refuses another length", () => {
  expect(() => formatInstanceId(new Uint8Array(15))).toThrow("an instance id has 16 bytes: current value has 15");
});
