import { expect, test } from "bun:test";

import { builtFor } from "../support/built-for.ts";

/** Where the names of the dynamic linker stand: with what the loader reads first. */
const headBytes = 4 * 1024 * 1024;

test.each(["linux_amd64", "linux_arm64"])("%s asks for no symbol that is younger than glibc 2.17", async (target) => {
  const file = Bun.file(await builtFor(target, "opampsupervisor"));
  const head = Buffer.from(await file.slice(0, headBytes).arrayBuffer()).toString("latin1");
  const versions = [...head.matchAll(/\0GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
  expect(Math.max(...versions)).toBe(17);
});
