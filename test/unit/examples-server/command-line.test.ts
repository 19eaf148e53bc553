import { expect, test } from "bun:test";

import { checkFlags, portOf, UsageError } from "../../../examples/server/command-line.ts";
import { projectRoot } from "../../support/project.ts";

test("known flags pass in both spellings", () => {
  expect(() =>
    checkFlags(["--opamp-port=0", "--page-port", "0", "--insecure-ws", "--data-directory", "d"]),
  ).not.toThrow();
});

test.each([[["--port=1"]], [["--opamp-port"]], [["--insecure-ws=yes"]], [["serve"]]])("%p is refused", (args) => {
  expect(() => checkFlags(args)).toThrow(UsageError);
});

test.each(["-1", "65536", "4320x", "", "1e3"])("the port %p is refused with the value", (text) => {
  expect(() => portOf("page-port", text)).toThrow(`it is "${text}"`);
});

test("the program ends with 2 on a flag that it does not know", async () => {
  const child = Bun.spawn([process.execPath, "examples/server/main.ts", "--opampport=1"], {
    cwd: projectRoot,
    stderr: "pipe",
  });
  expect(await child.exited).toBe(2);
  expect(await child.stderr.text()).toContain("--opampport");
});
