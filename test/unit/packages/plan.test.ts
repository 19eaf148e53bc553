import { describe, expect, test } from "bun:test";

import { type PackageAvailable, PackageType } from "../../../src/opamp/wire/messages.ts";
import { readPackagesOffer } from "../../../src/packages/packages-offer.ts";
import { type PlanFacts, planPackages } from "../../../src/packages/plan.ts";
import { noPackages, type StoredPackage } from "../../../src/storage/packages-record.ts";

const content = new Uint8Array(32).fill(7);

function available(hash: string, more: Partial<PackageAvailable> = {}): PackageAvailable {
  const file = { downloadUrl: "https://files.test/otelcol", contentHash: content, signature: Uint8Array.of(1) };
  return { type: PackageType.PackageType_TopLevel, version: "v0.150.0", hash: Buffer.from(hash), file, ...more };
}

const held: StoredPackage = {
  name: "",
  version: "v0.150.0",
  ownVersion: "0.150.0",
  hash: Buffer.from("held").toString("hex"),
  contentHash: content.toHex(),
  program: "07070707/otelcol",
  size: 1,
  at: 0,
};

/** What is known of the supervisor itself, whose packages are not taken. */
const ofSupervisor = { allowDowngrade: false, minimumVersion: undefined, running: "1.0.0", record: noPackages };
const refusal = { code: "NOT_ALLOWED", reason: "not taken" };

function planned(packages: Record<string, PackageAvailable>, facts: Partial<PlanFacts> = {}) {
  const offer = readPackagesOffer({ packages, allPackagesHash: Uint8Array.of(1) });
  const rules = {
    allowDowngrade: false,
    minimumVersion: undefined,
    running: "0.149.0",
    record: noPackages,
    allowed: [],
  };
  const refusals = { collector: undefined, addon: undefined, supervisor: refusal };
  return Object.fromEntries(planPackages(offer, { ...rules, supervisor: ofSupervisor, refusals, ...facts }));
}

describe("a package", () => {
  test("that is not here is fetched, with the headers that were offered", () => {
    const headers = { headers: [{ key: "Authorization", value: "Bearer x" }] };
    const plan = planned({ "": available("new", { file: { ...available("new").file, headers } }) });
    expect(plan).toMatchObject({
      "": { do: "fetch", file: { url: "https://files.test/otelcol", headers: [["Authorization", "Bearer x"]] } },
    });
  });

  test("that runs already is left, by its hash alone", () => {
    const record = { ...noPackages, versions: [held], installed: held.hash };
    const other = { downloadUrl: "ftp://nowhere", contentHash: Uint8Array.of(1) };
    expect(planned({ "": available("held", { version: "v1", file: other }) }, { record })).toEqual({
      "": { do: "nothing" },
    });
  });

  test("whose content lies here is not fetched, whatever it is called now", () => {
    const record = { ...noPackages, versions: [held] };
    expect(planned({ "": available("another") }, { record })).toMatchObject({ "": { do: "use", held } });
  });

  test("of another content under a known hash is fetched", () => {
    const record = { ...noPackages, versions: [held] };
    const file = { ...available("held").file, contentHash: new Uint8Array(32) };
    expect(planned({ "": available("held", { file }) }, { record })).toMatchObject({ "": { do: "fetch" } });
  });

  test("of another content under the hash of what is gone back to waits, and that itself does not", () => {
    const record = { ...noPackages, versions: [held], installed: "ab", before: { hash: held.hash } };
    const file = { ...available("held").file, contentHash: new Uint8Array(32) };
    expect(planned({ "": available("held", { file }) }, { record })).toEqual({ "": { do: "wait" } });
    expect(planned({ "": available("held") }, { record })).toMatchObject({ "": { do: "use", held } });
  });

  test("that is known not to work is refused with the reason of then", () => {
    const rejected = [{ hash: Buffer.from("bad").toString("hex"), reason: "COLLECTOR_EXITED: why", at: 0 }];
    expect(planned({ "": available("bad") }, { record: { ...noPackages, rejected } })).toEqual({
      "": { do: "refuse", code: "REJECTED", reason: "COLLECTOR_EXITED: why" },
    });
  });

  test.each([
    ["no hash", { hash: new Uint8Array() }, "NO_HASH"],
    ["no address", { file: { downloadUrl: "", contentHash: content } }, "NO_FILE"],
    ["an address that no file has", { file: { downloadUrl: "file:///bin/sh", contentHash: content } }, "NO_FILE"],
    ["no content hash", { file: { downloadUrl: "https://f.test/" } }, "NO_CONTENT_HASH"],
    [
      "a content hash of 20 bytes",
      { file: { downloadUrl: "https://f.test/", contentHash: new Uint8Array(20) } },
      "NO_CONTENT_HASH",
    ],
    ["an older version", { version: "v0.148.9" }, "DOWNGRADE"],
    ["a version that cannot be ranked", { version: "latest" }, "VERSION_UNREADABLE"],
  ])("with %s is refused", (_, more, code) => {
    expect(planned({ "": available("new", more) })).toMatchObject({ "": { do: "refuse", code } });
  });

  test("without a file is refused", () => {
    const { file: _, ...without } = available("new");
    expect(planned({ "": without })).toMatchObject({ "": { do: "refuse", code: "NO_FILE" } });
  });

  test("may be older where the operator lets it, but not below his minimum", () => {
    const older = { "": available("new", { version: "v0.148.9" }) };
    expect(planned(older, { allowDowngrade: true })).toMatchObject({ "": { do: "fetch" } });
    expect(planned(older, { allowDowngrade: true, minimumVersion: "0.149.0" })).toMatchObject({
      "": { do: "refuse", code: "BELOW_MINIMUM" },
    });
  });

  test("has no rank to fear where it is not known what runs", () => {
    expect(planned({ "": available("new", { version: "v0.1.0" }) }, { running: "" })).toMatchObject({
      "": { do: "fetch" },
    });
  });

  test("beside the Collector, of the supervisor itself, or for a second Collector is refused by name", () => {
    const plan = planned({
      addon: available("a", { type: PackageType.PackageType_Addon }),
      collector: available("c"),
      second: available("s"),
      supervisor: available("o"),
    });
    expect(plan).toMatchObject({
      addon: { do: "refuse", code: "NOT_ALLOWED" },
      collector: { do: "fetch" },
      second: { do: "refuse", code: "NOT_ALLOWED", reason: expect.stringContaining('"collector"') },
      supervisor: { do: "refuse", code: "NOT_ALLOWED" },
    });
  });

  test("of the supervisor itself is judged by what is known of that, and is no Collector", () => {
    const own = { ...held, name: "supervisor", hash: Buffer.from("own").toString("hex") };
    const supervisor = { ...ofSupervisor, record: { ...noPackages, versions: [own], installed: own.hash } };
    const refusals = { collector: { code: "NOT_ALLOWED", reason: "none" }, addon: undefined, supervisor: undefined };
    const plan = planned({ "": available("c"), supervisor: available("own") }, { supervisor, refusals });
    expect(plan).toEqual({
      "": { do: "refuse", code: "NOT_ALLOWED", reason: "none" },
      supervisor: { do: "nothing" },
    });
    const older = { supervisor: available("older", { version: "0.9.0" }) };
    expect(planned(older, { supervisor, refusals })).toMatchObject({ supervisor: { code: "DOWNGRADE" } });
  });

  test("may have any name", () => {
    expect(planned({ ["__proto__"]: available("new") })).toHaveProperty(["__proto__", "do"], "fetch");
  });
});
