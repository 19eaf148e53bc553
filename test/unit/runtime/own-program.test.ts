import { expect, test } from "bun:test";

import { openOwnProgram, roleVariable } from "../../../src/runtime/shared/own-program.ts";

test("a process that is none of the compiled program cannot become another version of it, and says so", async () => {
  const own = openOwnProgram();
  expect(own.role).toEqual({ is: "installed" });
  expect(await own.obstacle()).toEqual({ code: "NO_EXECVE", reason: "this process cannot become another program" });
});

test("what it is told in the environment counts for the compiled program alone, and is taken out of it", () => {
  process.env[roleVariable] = JSON.stringify({ installed: "/usr/bin/opampsupervisor", is: "newer" });
  const own = openOwnProgram();
  expect(own).toMatchObject({ installed: process.execPath, role: { is: "installed" } });
  expect(process.env[roleVariable]).toBeUndefined();
  const given = own.environment({ is: "trial", by: "server", since: 1 })[roleVariable] ?? "";
  expect(JSON.parse(given)).toEqual({ installed: process.execPath, is: "trial", by: "server", since: 1 });
});
