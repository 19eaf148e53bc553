import { describe, expect, test } from "bun:test";

import { judgeVersion, type VersionQuestion } from "../../../../src/packages/trust/judge-version.ts";

const usual: VersionQuestion = {
  offered: "v1.4.0",
  printed: "1.4.0",
  installed: "1.3.0",
  highest: "1.3.0",
  minimum: undefined,
  allowDowngrade: false,
};
const judge = (question: Partial<VersionQuestion>) => {
  const verdict = judgeVersion({ ...usual, ...question });
  return verdict.kind === "refused" ? `${verdict.code}: ${verdict.message}` : (verdict.step ?? "accepted");
};
const both = (version: string) => ({ offered: version, printed: version });

describe("a candidate is accepted", () => {
  test.each<[what: string, question: Partial<VersionQuestion>, step: string]>([
    ["that is newer", {}, "upgrade"],
    ["that is the same version, built anew", both("1.3.0"), "same"],
    ["where nothing was ever installed", { installed: undefined, highest: undefined }, "accepted"],
    ["that is older, where that is allowed", { ...both("1.2.0"), allowDowngrade: true }, "downgrade"],
    ["that is the minimum", { minimum: "v1.4.0" }, "upgrade"],
    ["that is a pre-release of a newer version", both("1.4.0-rc.1"), "upgrade"],
    ["that is the release after a pre-release", { installed: "1.4.0-rc.1", highest: "1.4.0-rc.1" }, "upgrade"],
    ["whose build metadata the offer leaves out", { offered: "1.4.0", printed: "1.4.0+deb1" }, "upgrade"],
    ["whose offer has build metadata that it leaves out", { offered: "1.4.0+deb1", printed: "1.4.0" }, "upgrade"],
    ["that differs from the one in use in build metadata alone", { ...both("1.3.0+b"), installed: "1.3.0+c" }, "same"],
    [
      "that has no version that can be ordered, where the order does not matter",
      { ...both("dev"), allowDowngrade: true },
      "accepted",
    ],
    [
      "that follows one without a version, where downgrades are allowed",
      { installed: "dev", allowDowngrade: true },
      "accepted",
    ],
  ])("%s", (_, question, step) => {
    expect(judge(question)).toBe(step);
  });
});

describe("a candidate is refused", () => {
  test.each<[what: string, question: Partial<VersionQuestion>, refusal: string]>([
    [
      "that is an old one under a new version",
      { printed: "1.2.0" },
      'VERSION_MISMATCH: the offer says version "v1.4.0", but the program in it is "1.2.0"',
    ],
    [
      "that is an old one under a new version, though downgrades are allowed",
      { printed: "1.2.0", allowDowngrade: true },
      'VERSION_MISMATCH: the offer says version "v1.4.0", but the program in it is "1.2.0"',
    ],
    [
      "that is a pre-release of what was offered",
      { printed: "1.4.0-rc.1" },
      'VERSION_MISMATCH: the offer says version "v1.4.0", but the program in it is "1.4.0-rc.1"',
    ],
    [
      "whose build metadata is another one",
      { offered: "1.4.0+a", printed: "1.4.0+b" },
      'VERSION_MISMATCH: the offer says version "1.4.0+a", but the program in it is "1.4.0+b"',
    ],
    [
      "that prints nothing",
      { offered: "", printed: "" },
      'VERSION_MISMATCH: the offer says version "", but the program in it is ""',
    ],
    [
      "that is older than the one in use",
      both("1.2.9"),
      "DOWNGRADE: version 1.2.9 is older than the one in use, 1.3.0, and allow_downgrade is false",
    ],
    [
      "that is a pre-release of the one in use",
      both("1.3.0-rc.9"),
      "DOWNGRADE: version 1.3.0-rc.9 is older than the one in use, 1.3.0, and allow_downgrade is false",
    ],
    [
      "that is older than one from before",
      { highest: "v1.5.0" },
      "DOWNGRADE: version 1.4.0 is older than the one that was installed before, v1.5.0, and allow_downgrade is false",
    ],
    [
      "that is below the minimum, though downgrades are allowed",
      { minimum: "1.4.1", allowDowngrade: true },
      "BELOW_MINIMUM: version 1.4.0 is older than minimum_version, 1.4.1",
    ],
    [
      "that is below the minimum, though nothing was installed",
      { minimum: "2.0.0", installed: undefined, highest: undefined },
      "BELOW_MINIMUM: version 1.4.0 is older than minimum_version, 2.0.0",
    ],
    [
      "that has no version that can be ordered",
      both("nightly"),
      'VERSION_UNREADABLE: "nightly" is no semantic version, so that nothing shows whether the offer is older',
    ],
    [
      "that has none, where there is a minimum",
      { ...both("nightly"), minimum: "1.0.0", allowDowngrade: true },
      'VERSION_UNREADABLE: "nightly" is no semantic version, so that nothing shows whether the offer is older',
    ],
    [
      "that follows one that cannot be ordered",
      { installed: "dev" },
      'VERSION_UNREADABLE: "dev" is no semantic version, so that nothing shows whether the offer is older',
    ],
    [
      "where the minimum cannot be ordered",
      { minimum: "latest" },
      'VERSION_UNREADABLE: "latest" is no semantic version, so that nothing shows whether the offer is older',
    ],
  ])("%s", (_, question, refusal) => {
    expect(judge(question)).toBe(refusal);
  });
});

test("the words of a program that nobody knows are cut and quoted", () => {
  const verdict = judge({ printed: `1.0\n${"x".repeat(500)}` });
  expect(verdict).toContain(`"1.0\\n${"x".repeat(124)}"`);
  expect(verdict).not.toContain("\n");
});
