import { expect, test } from "bun:test";

import { formatProblem, inFileOrder, type Problem, problemText } from "../../../src/config/problem.ts";

function problem(key: string, message: string, line = 3, column = 5): Problem {
  return { code: "CONFIG_VALUE", file: "supervisor.yaml", line, column, key, message };
}

test("a problem is printed with place, key and message", () => {
  expect(problemText(problem("agent::exectuable", "unknown key; did you mean `executable`?"))).toBe(
    "supervisor.yaml:3:5: agent::exectuable: unknown key; did you mean `executable`?",
  );
});

test("its code ends the line", () => {
  expect(formatProblem(problem("agent::args", "must be a list of strings"))).toBe(
    "supervisor.yaml:3:5: agent::args must be a list of strings [CONFIG_VALUE]",
  );
});

test("a wish continues the key as a sentence", () => {
  expect(problemText(problem("server::endpoint", "must be specified"))).toBe(
    "supervisor.yaml:3:5: server::endpoint must be specified",
  );
  expect(problemText(problem("extensions", "is not supported yet"))).toBe(
    "supervisor.yaml:3:5: extensions is not supported yet",
  );
});

test("a key that the message names is not printed twice", () => {
  expect(problemText(problem("server::endpoint", "invalid URL for server::endpoint"))).toBe(
    "supervisor.yaml:3:5: invalid URL for server::endpoint",
  );
  expect(problemText(problem("agent::config_files[1]", "agent::config_files contains invalid special file"))).toBe(
    "supervisor.yaml:3:5: agent::config_files contains invalid special file",
  );
});

test("a problem of the whole file is printed without a place", () => {
  expect(problemText(problem("", "no such file", 0, 0))).toBe("supervisor.yaml: no such file");
});

test("problems are sorted by line and column, and keep their order at one place", () => {
  const sorted = inFileOrder([
    problem("d", "", 2, 1),
    problem("b", "", 1, 5),
    problem("c", "", 1, 5),
    problem("a", "", 1, 2),
  ]);
  expect(sorted.map(({ key }) => key)).toEqual(["a", "b", "c", "d"]);
});
