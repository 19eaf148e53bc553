import { describe, expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { rootPlaces, rootsAt, systemRoots } from "../../../src/runtime/os/system-roots.ts";
import { TestAuthority } from "../../support/certificates.ts";
import { withEnvironment } from "../../support/environment.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const names = ["one", "two", "three", "four"] as const;
const [one, two, three, four] = names.map((name) => new TestAuthority(name).cert.trim()) as [
  string,
  string,
  string,
  string,
];

/** A directory with these files, and where they are. */
function place(files: Readonly<Record<string, string>>) {
  const directory = scratchDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return { directory, path: (name: string) => join(directory, name) };
}

describe("the roots at some places", () => {
  test("are those of the first bundle that exists, of every file in the directories, and of the extra files", () => {
    const { directory, path } = place({ "first.pem": one, "second.pem": two, "extra.pem": three });
    const folder = join(directory, "certs");
    mkdirSync(folder);
    writeFileSync(join(folder, "any.name"), four);
    const bundles = [path("missing.pem"), path("first.pem"), path("second.pem")];
    const roots = rootsAt({
      bundles,
      directories: [folder, path("nowhere")],
      extra: [path("extra.pem"), path("gone")],
    });
    expect(roots.split("\n-----END")).toHaveLength(4);
    for (const root of [one, four, three]) expect(roots).toContain(root);
    expect(roots).not.toContain(two);
  });

  test("are each there once, whatever stands between them", () => {
    const { directory, path } = place({
      "a.crt": `Issuer: one\r\n${one.replaceAll("\n", "\r\n")}\r\n${two}\n`,
      "b.pem": one,
    });
    symlinkSync("b.pem", path("1a2b3c.0"));
    const roots = rootsAt({ bundles: [], directories: [directory], extra: [] });
    expect(roots.split("-----BEGIN")).toHaveLength(3);
    expect([roots.includes(one), roots.includes(two)]).toEqual([true, true]);
  });

  test("are read again once a file has changed", () => {
    const { path } = place({ "bundle.pem": one });
    const places = { bundles: [path("bundle.pem")], directories: [], extra: [] };
    expect(rootsAt(places)).toBe(one);
    writeFileSync(path("bundle.pem"), `${one}\n${two}`);
    expect(rootsAt(places)).toBe(`${one}\n${two}`);
  });

  test("are none where nothing is there", () => {
    expect(rootsAt({ bundles: ["/nowhere/a"], directories: ["/nowhere"], extra: [] })).toBe("");
  });
});

describe("where to look", () => {
  test("is what SSL_CERT_FILE, SSL_CERT_DIR and NODE_EXTRA_CA_CERTS say", () => {
    const env = { SSL_CERT_FILE: "/a", SSL_CERT_DIR: "/b:/c", NODE_EXTRA_CA_CERTS: "/d" };
    expect(rootPlaces(env)).toEqual({ bundles: ["/a"], directories: ["/b", "/c"], extra: ["/d"] });
  });

  test("is the usual places without them, or where they are empty", () => {
    expect(rootPlaces({ SSL_CERT_FILE: "", SSL_CERT_DIR: "", NODE_EXTRA_CA_CERTS: "" })).toEqual(rootPlaces({}));
    expect(rootPlaces({}).bundles).toContain("/etc/ssl/certs/ca-certificates.crt");
    expect(rootPlaces({}).directories).toEqual(["/etc/ssl/certs", "/etc/pki/tls/certs"]);
  });
});

test("a system without any has those that the runtime brings along", async () => {
  await withEnvironment({ SSL_CERT_FILE: "/nowhere", SSL_CERT_DIR: "/nowhere", NODE_EXTRA_CA_CERTS: "" }, async () => {
    expect(systemRoots().split("-----BEGIN").length).toBeGreaterThan(100);
  });
});
