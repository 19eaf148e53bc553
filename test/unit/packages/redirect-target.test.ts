import { expect, test } from "bun:test";

import { redirectTarget } from "../../../src/packages/redirect-target.ts";

const from = "https://files.test:8443/a/file?token=s3cr3t#part";
const target = (location: string | undefined, { status = 302, url = from, hops = 0 } = {}) =>
  redirectTarget({ url, status, location, hops });

test.each([
  ["/b", "https://files.test:8443/b", true],
  ["b?x=1#y", "https://files.test:8443/a/b?x=1", true],
  ["https://files.test/b", "https://files.test/b", false],
  ["https://other.test:8443/b", "https://other.test:8443/b", false],
  ["//other.test/b", "https://other.test/b", false],
  ["https://me:pw@other.test/b", "https://other.test/b", false],
])("a redirect to %s leads to %s", (location, url, stays) => {
  expect(target(location)).toEqual({ kind: "follow", url, stays });
});

test("from a server without TLS to one that has it leads away", () => {
  const url = "http://files.test/file";
  expect(target("https://files.test/file", { url })).toMatchObject({ kind: "follow", stays: false });
});

test.each([
  ["http://files.test/b", "redirects from TLS to none, at files.test"],
  ["ftp://files.test/b", "redirects to an address that is none of HTTP"],
  ["https://", "redirects to an address that is none of HTTP"],
])("a redirect to %s is refused", (location, reason) => {
  expect(target(location)).toEqual({ kind: "refused", reason });
});

test("ten in a row are enough", () => {
  expect(target("/b", { hops: 9 })).toMatchObject({ kind: "follow" });
  expect(target("/b", { hops: 10 })).toEqual({ kind: "refused", reason: "redirects more than 10 times in a row" });
});

test.each([200, 206, 300, 304, 404])("an answer of %i is none", (status) => {
  expect(target("/b", { status })).toEqual({ kind: "none" });
});

test("nor is one that says not where to", () => {
  expect(target(undefined)).toEqual({ kind: "none" });
});
