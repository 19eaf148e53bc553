import { describe, expect, test } from "bun:test";

import { type PackageStatus, PackageStatusEnum } from "../../../../src/opamp/wire/messages.ts";
import { noPackages, type PackagesRecord } from "../../../../src/storage/packages-record.ts";
import {
  packageStatuses,
  progressOf,
  toldBefore,
  type ToldPackage,
} from "../../../../src/supervisor/packages/package-status.ts";
import { collectorPackage, packagesOffer, storedPackage } from "../../../support/package-offers.ts";

const held = storedPackage("v1.0.0", { name: "collector" });
const record: PackagesRecord = { ...noPackages, versions: [held], installed: held.hash };
const offer = packagesOffer({ collector: collectorPackage("v2.0.0") }, "all");
const offered = { version: "v2.0.0", hash: storedPackage("v2.0.0").hash };
const phases = ["pending", "downloading", "installing", "installed", "failed"] as const;

function told(phase: ToldPackage["phase"], more: Partial<ToldPackage> = {}): ToldPackage {
  return { name: "collector", phase, offered, error: "", progress: undefined, ...more };
}

function statusOf(each: ToldPackage, of: PackagesRecord = record): PackageStatus {
  const { packages } = packageStatuses({ told: [each], record: of, offer });
  return packages?.[each.name] ?? {};
}

describe("what the server is told of packages", () => {
  test("C-057 stands under the name of each, which is told once more within", () => {
    expect(statusOf(told("installed", { name: "__proto__" })).name).toBe("__proto__");
  });

  test("C-058 has no error of the whole", () => {
    expect(packageStatuses({ told: [told("failed", { error: "why" })], record, offer }).errorMessage).toBeUndefined();
  });

  test("C-059 names version and hash of what is held, also while another one is on its way or has failed", () => {
    for (const phase of phases) {
      expect(statusOf(told(phase))).toMatchObject({
        agentHasVersion: "v1.0.0",
        agentHasHash: Uint8Array.fromHex(held.hash),
      });
      const first = statusOf(told(phase), noPackages);
      expect([first.agentHasVersion, first.agentHasHash]).toEqual([undefined, undefined]);
    }
  });

  test("C-060, C-062 names version and hash of the offer in each phase, and none of what is not offered", () => {
    for (const phase of phases) {
      expect(statusOf(told(phase))).toMatchObject({
        serverOfferedVersion: "v2.0.0",
        serverOfferedHash: Uint8Array.fromHex(offered.hash),
      });
    }
    const local = statusOf(told("installed", { offered: undefined }));
    expect([local.serverOfferedVersion, local.serverOfferedHash]).toEqual([undefined, undefined]);
  });

  test("C-061 has an error with a failure alone", () => {
    for (const phase of phases) {
      expect(statusOf(told(phase, { error: "why" })).errorMessage).toBe(phase === "failed" ? "why" : undefined);
    }
  });

  test("C-063 has details of the download while that goes on", () => {
    for (const phase of phases) {
      const { downloadDetails } = statusOf(told(phase, { progress: { percent: 42, bytesPerSecond: 7 } }));
      expect(downloadDetails).toEqual(
        phase === "downloading" ? { downloadPercent: 42, downloadBytesPerSecond: 7 } : undefined,
      );
    }
  });

  test("has no word of why a download waits, which is told to those who look here", () => {
    const trouble = progressOf({ percent: 0, bytesPerSecond: 0, received: 0, trouble: "HTTP 503" });
    expect(trouble).toEqual({ percent: 0, bytesPerSecond: 0, trouble: "HTTP 503" });
    expect(JSON.stringify(statusOf(told("downloading", { progress: trouble })))).not.toContain("503");
  });

  test("C-107, C-108 lists what is held though nothing is said of it, beside all that is on its way", () => {
    const { packages } = packageStatuses({ told: [told("failed", { name: "rules" })], record, offer });
    expect(Object.keys(packages ?? {}).toSorted()).toEqual(["collector", "rules"]);
    expect(packages?.["collector"]?.status).toBe(PackageStatusEnum.PackageStatusEnum_Installed);
  });

  test("C-110 echoes the hash of all packages byte for byte", () => {
    const { serverProvidedAllPackagesHash } = packageStatuses({ told: [], record, offer });
    expect(serverProvidedAllPackagesHash).toEqual(Buffer.from("all"));
    expect(packageStatuses({ told: [], record: noPackages, offer: undefined })).toEqual({ packages: {} });
  });

  test("is taken up again by the next run, but for how far a download was", () => {
    const before = [
      told("downloading", { progress: { percent: 1, bytesPerSecond: 1 } }),
      told("failed", { name: "rules", error: "why", offered: undefined }),
    ];
    expect(toldBefore(packageStatuses({ told: before, record, offer }))).toEqual([
      told("downloading"),
      told("failed", { name: "rules", error: "why", offered: undefined }),
    ]);
    expect(toldBefore(undefined)).toEqual([]);
  });
});
