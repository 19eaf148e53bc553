import { describe, expect, test } from "bun:test";
import { createCipheriv } from "node:crypto";

import { createSecretBox, isSealed } from "../../../src/storage/secret-box.ts";
import { countingRandom } from "../../support/runner-world.ts";

const key = new Uint8Array(32).fill(7);
const text = new TextEncoder().encode("the secret");
const box = () => createSecretBox({ key, random: countingRandom() });

/** What the Go supervisor writes, made with other means. */
function sealedByGo(name: string): Uint8Array {
  const nonce = new Uint8Array(12).fill(9);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return Buffer.concat([Buffer.from("otel-opampsupervisor-secret-v1\n"), nonce, sealed]);
}

describe("a sealed file", () => {
  test("is opened by the same key under the same name alone", async () => {
    const sealed = await (await box()).seal("a.dat", text);
    expect(await (await box()).open("a.dat", sealed)).toEqual(text);
    expect(await (await box()).open("b.dat", sealed)).toBeUndefined();
    const other = await createSecretBox({ key: new Uint8Array(32), random: countingRandom() });
    expect(await other.open("a.dat", sealed)).toBeUndefined();
  });

  test("of the Go supervisor is opened", async () => {
    const name = "opamp_connection_settings.dat";
    expect(await (await box()).open(name, sealedByGo(name))).toEqual(text);
  });

  test("is never the same twice, and shows nothing", async () => {
    const one = await box();
    const [first, second] = [await one.seal("a", text), await one.seal("a", text)];
    expect(Buffer.compare(first, second)).not.toBe(0);
    expect(Buffer.from(first).includes(text)).toBe(false);
  });

  test("that is cut off or changed anywhere is not opened", async () => {
    const one = await box();
    const sealed = await one.seal("a", text);
    for (const length of [31, 40, sealed.length - 1]) {
      expect(await one.open("a", sealed.subarray(0, length))).toBeUndefined();
    }
    for (const index of [31, 43, sealed.length - 1]) {
      expect(await one.open("a", sealed.with(index, (sealed[index] ?? 0) ^ 1))).toBeUndefined();
    }
  });

  test("is known by its beginning", async () => {
    expect(isSealed(await (await box()).seal("a", text))).toBe(true);
    expect(isSealed(text)).toBe(false);
    expect(isSealed(new Uint8Array())).toBe(false);
  });
});
