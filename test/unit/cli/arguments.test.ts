import { describe, expect, test } from "bun:test";

import { type Arguments, readArguments } from "../../../src/cli/arguments.ts";
import { run } from "../../../src/cli/commands/run.ts";
import { configFlag, helpFlag } from "../../../src/cli/flags.ts";

const flags = { ...run.flags, ...helpFlag };

function read(...given: string[]): Arguments {
  return readArguments(given, flags);
}

function problemOf(...given: string[]): string {
  const result = read(...given);
  return result.understood ? "none" : result.problem;
}

describe("understood are", () => {
  test.each([[["--config", "a.yaml"]], [["--config=a.yaml"]], [["--config", "a.yaml", "--"]]])("%j", (given) => {
    const result = read(...given);
    expect(result.understood && Object.fromEntries(result.values)).toEqual({ config: "a.yaml" });
  });

  test("values with equals signs, blanks and dashes inside", () => {
    const result = read("--config=/a b/c=d-e.yaml", "--log-encoding", "json");
    expect(result.understood && Object.fromEntries(result.values)).toEqual({
      config: "/a b/c=d-e.yaml",
      "log-encoding": "json",
    });
  });

  test("a value that begins with a dash, after an equals sign", () => {
    const result = read("--config=-odd.yaml");
    expect(result.understood && result.values.get("config")).toBe("-odd.yaml");
  });

  test.each([
    [["--version"], ["version"]],
    [["-v"], ["version"]],
    [["--help"], ["help"]],
    [["-h"], ["help"]],
    [["-vh"], ["version", "help"]],
    [["-h", "--help"], ["help"]],
  ])("switches %j", (given, set) => {
    const result = read(...given);
    expect(result.understood && [...result.set]).toEqual(set);
  });

  test.each([
    [["--feature-gates", "+a,-b"], "+a,-b"],
    [["--feature-gates", "-a"], "-a"],
    [["--feature-gates=-a"], "-a"],
  ])("feature gates with their signs: %j", (given, gates) => {
    const result = read(...given);
    expect(result.understood && Object.fromEntries(result.values)).toEqual({ "feature-gates": gates });
  });

  test("no arguments at all", () => {
    expect(read()).toEqual({ understood: true, set: new Set(), values: new Map(), operands: [] });
  });
});

describe("refused is", () => {
  test.each([
    [["--config"]],
    [["--config="]],
    [["--config", ""]],
    [["--config", "--version"]],
    [["--config", "-v"]],
    [["--config", "--"]],
  ])("a flag without its value: %j", (given) => {
    expect(problemOf(...given)).toBe("--config needs a value: --config FILE");
  });

  test.each([
    ["--bogus", "unknown flag: --bogus"],
    ["--bogus=secret", "unknown flag: --bogus"],
    ["-x", "unknown flag: -x"],
    ["--no-help", "unknown flag: --no-help"],
    ["--__proto__", "unknown flag: --__proto__"],
    ["--constructor=1", "unknown flag: --constructor"],
    ["--=x", "unknown flag: --"],
    ["--confg", "unknown flag: --confg; did you mean --config?"],
    ["--log_encoding=json", "unknown flag: --log_encoding; did you mean --log-encoding?"],
    ["-config", "unknown flag: -config; did you mean --config?"],
  ])("an unknown flag, with the one that was probably meant: %s", (given, problem) => {
    expect(problemOf(given)).toBe(problem);
    expect(problemOf("--config", "a.yaml", given)).toBe(problem);
  });

  test.each([[["--feature-gates", "+a,-b"]], [["--feature-gates=+a"]]])(
    "the Go supervisor's flag %j with another command, with what to do instead",
    (given) => {
      const result = readArguments(given, { ...configFlag, ...helpFlag });
      expect(result.understood ? "none" : result.problem).toMatch(
        /^--feature-gates is not a flag here: .* go into agent\.args$/,
      );
    },
  );

  test.each([
    [["a.yaml"], "a.yaml"],
    [["--config", "a.yaml", "b.yaml"], "b.yaml"],
    [["--config", "a.yaml", "--", "--version"], "--version"],
    [["-"], "-"],
    [[""], ""],
  ])("a surplus word: %j", (given, word) => {
    expect(problemOf(...given)).toBe(`unexpected argument: ${word}`);
  });

  test("a flag that is given twice, with the same value too", () => {
    expect(problemOf("--config", "a", "--config", "b")).toBe("--config is given twice");
    expect(problemOf("--config=a", "--config=a")).toBe("--config is given twice");
  });

  test("a value for a switch", () => {
    expect(problemOf("--version=true")).toBe("--version takes no value, was given true");
    expect(problemOf("--help=")).toBe("--help takes no value, was given ");
  });
});
