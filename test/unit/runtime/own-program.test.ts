import { expect, test } from "bun:test";

import { openOwnProgram, roleVariable } from "../../../src/runtime/bun/own-program.ts";

test("a process that is none of the compiled program cannot become another version of it, and says so", async () => {
  const own = openOwnProgram();
  expect(own.role).toEqual({ is: "installed" });
  expect(await own.obstacle()).toEqual({ code: "NO_EXECVE", reason: "this process cannot become another program" });
});

test("what a process is for is told by one variable, which it takes out of its environment", () => {
  process.env[roleVariable] = JSON.stringify({ installed: "/usr/bin/opampsupervisor", is: "newer" });
  const own = openOwnProgram();
  expect(own).toMatchObject({ installed: "/usr/bin/opampsupervisor", role: { is: "newer" } });
  expect(process.env[roleVariable]).toBeUndefined();
  const given = own.environment({ is: "trial", by: "server", since: 1 })[roleVariable] ?? "";
  expect(JSON.parse(given)).toEqual({ installed: "/usr/bin/opampsupervisor", is: "trial", by: "server", since: 1 });
});

test.each(["", "no JSON", '{"installed":"relative","is":"newer"}', '{"installed":"/a","is":"other"}'])(
  "%j tells nothing",
  (text) => {
    process.env[roleVariable] = text;
    expect(openOwnProgram()).toMatchObject({ installed: process.execPath, role: { is: "installed" } });
  },
);
