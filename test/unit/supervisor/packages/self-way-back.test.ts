import { describe, expect, test } from "bun:test";
import { join } from "node:path";

import type { VerifierConfig } from "../../../../src/config/package-types.ts";
import { noPackages } from "../../../../src/storage/packages-record.ts";
import { findSelfWayBack } from "../../../../src/supervisor/packages/self-way-back.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";
import { supervisorDriver, supervisorPackage } from "../../../support/supervisor-offers.ts";

const directory = "/state/supervisor_packages";
const sha256 = new Bun.CryptoHasher("sha256").update("x").digest("hex");
const [v1, v2, v3] = ["1.0.0", "2.0.0", "3.0.0"].map((version) => supervisorPackage(version, { sha256 })) as [
  ReturnType<typeof supervisorPackage>,
  ReturnType<typeof supervisorPackage>,
  ReturnType<typeof supervisorPackage>,
];

/** The third one runs; `contents`: what lies in the place of the others now. */
async function wayBack(
  version: string | undefined,
  contents: [first: string, second: string],
  verifier: VerifierConfig = { type: "none" },
) {
  const files = new MemoryFiles();
  for (const [place, stored] of [v1, v2].entries())
    files.putProgram(join(directory, stored.program), contents[place] ?? "");
  const supervisorPackages = { ...noPackages, versions: [v1, v2, v3], installed: v3.hash };
  const { state } = supervisorDriver(
    { role: { is: "newer" }, version: "3.0.0", obstacle: undefined },
    { remains: { supervisorPackages } },
  );
  return await findSelfWayBack(version, { state: () => state, directory, files, verifier });
}

describe("the way back of the supervisor itself", () => {
  test("leads to the one before, as it was installed", async () => {
    expect(await wayBack(undefined, ["x", "x"])).toEqual({ is: "there", passedOver: [], notes: [] });
  });

  test("leads past what is not what was installed, in the end to the operator's own, and says so", async () => {
    const lost = (version: string) => expect.stringMatching(new RegExp(`^PACKAGE_LOST: ${version} `));
    expect(await wayBack(undefined, ["x", "y"])).toEqual({
      is: "there",
      passedOver: [v2.hash],
      notes: [lost("2.0.0")],
    });
    expect(await wayBack(undefined, ["y", "y"])).toEqual({
      is: "there",
      passedOver: [v2.hash, v1.hash],
      notes: [lost("2.0.0"), lost("1.0.0")],
    });
  });

  test("is refused where what is named is not what was installed, is not trusted any more, or is not here", async () => {
    const code = async (way: ReturnType<typeof wayBack>) => {
      const found = await way;
      return found.is === "none" && !found.answer.taken ? found.answer.code : found.is;
    };
    const verifier: VerifierConfig = { type: "key", threshold: 1, publicKeys: [{ file: "/no/key.pub" }] };
    expect(await code(wayBack("2.0.0", ["x", "x"]))).toBe("there");
    expect(await code(wayBack("2.0.0", ["x", "y"]))).toBe("PACKAGE_LOST");
    expect(await code(wayBack("2.0.0", ["x", "x"], verifier))).toBe("VERIFIER_UNUSABLE");
    expect(await code(wayBack("9.0.0", ["x", "x"]))).toBe("NO_SUCH_VERSION");
  });
});
