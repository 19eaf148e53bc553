import { expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ensureCertificates } from "../../../examples/server/certificates/ensure-certificates.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { createRandom } from "../../../src/runtime/shared/random.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 0, 1);
const files = createFiles({ libc: undefined });
const random = createRandom();

function ensure(directory: string, now = start, names = ["localhost", "127.0.0.1", "::1"]) {
  return ensureCertificates({ files, random, directory, now, names });
}

const ca = (directory: string) => readFileSync(join(directory, "ca.crt"), "utf8");

test("the server's certificate is signed by the authority and good for its names alone", async () => {
  const directory = scratchDirectory();
  const made = await ensure(directory);
  const [server, authority] = [new X509Certificate(made.cert), new X509Certificate(readFileSync(made.caFile))];
  expect(server.verify(authority.publicKey)).toBe(true);
  expect(server.checkIssued(authority)).toBe(true);
  expect([server.ca, authority.ca]).toEqual([false, true]);
  expect(server.checkHost("localhost")).toBe("localhost");
  expect(server.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(server.checkIP("::1")).toBe("::1");
  expect(server.checkHost("example.org")).toBeUndefined();
  expect(server.checkIP("127.0.0.2")).toBeUndefined();
});

test("keys and certificates are for their owner alone", async () => {
  const directory = scratchDirectory();
  await ensure(directory);
  for (const name of ["ca.key", "ca.crt", "server.key", "server.crt"]) {
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  }
});

test("what is still good is kept", async () => {
  const directory = scratchDirectory();
  const first = await ensure(directory);
  expect(await ensure(directory, start + 366 * day)).toEqual(first);
});

test("a certificate near its end is renewed by the same authority", async () => {
  const directory = scratchDirectory();
  const [first, authority] = [await ensure(directory), ca(directory)];
  const second = await ensure(directory, start + 368 * day);
  expect(second.cert).not.toBe(first.cert);
  expect(second.key).not.toBe(first.key);
  expect(ca(directory)).toBe(authority);
  expect(Date.parse(new X509Certificate(second.cert).validTo)).toBe(start + (368 + 397) * day);
});

test("an authority near its end is replaced, and the server's certificate with it", async () => {
  const directory = scratchDirectory();
  await ensure(directory);
  const authority = ca(directory);
  const later = await ensure(directory, start + 3251 * day);
  expect(ca(directory)).not.toBe(authority);
  expect(new X509Certificate(later.cert).verify(new X509Certificate(ca(directory)).publicKey)).toBe(true);
});

test("a certificate is made anew for a name that it does not cover", async () => {
  const directory = scratchDirectory();
  await ensure(directory);
  const { cert } = await ensure(directory, start, ["localhost", "opamp.example.org", "2001:db8::12:1"]);
  expect(new X509Certificate(cert).checkHost("opamp.example.org")).toBe("opamp.example.org");
  expect(new X509Certificate(cert).checkIP("2001:db8::12:1")).toBe("2001:db8::12:1");
});

test.each(["ca.crt", "ca.key", "server.crt", "server.key"])("a damaged %s is replaced", async (name) => {
  const directory = scratchDirectory();
  await ensure(directory);
  writeFileSync(join(directory, name), "damaged");
  const { cert } = await ensure(directory);
  expect(new X509Certificate(cert).verify(new X509Certificate(ca(directory)).publicKey)).toBe(true);
});

test("a key that belongs to another certificate is replaced", async () => {
  const [directory, other] = [scratchDirectory(), scratchDirectory()];
  const [first, foreign] = [await ensure(directory), await ensure(other)];
  writeFileSync(join(directory, "server.key"), foreign.key);
  const second = await ensure(directory);
  expect(second.cert).not.toBe(first.cert);
  expect(second.key).not.toBe(foreign.key);
});
