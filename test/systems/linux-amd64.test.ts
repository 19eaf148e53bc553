import { test } from "bun:test";

import { oldestGlibc } from "../../scripts/roots/glibc.ts";
import { minimal } from "../../scripts/roots/minimal.ts";
import { musl } from "../../scripts/roots/musl.ts";
import { SystemWorld } from "../support/system.ts";
import { startsAndValidates, triedOn } from "../support/whole-run.ts";

triedOn("the oldest C library", { recipe: oldestGlibc("amd64"), target: "linux_amd64", readOnly: true });

triedOn("a root with the needed libraries, certificates of authorities and /etc/hosts alone", {
  recipe: minimal,
  target: "linux_amd64",
  readOnly: true,
  trusts: "own authorities",
});

triedOn("musl with Alpine's libraries", { recipe: musl("amd64"), target: "linux_amd64_musl", readOnly: true });

test("on a processor of 2008, with SSE 4.2 and without AVX, it starts and validates", async () => {
  const launcher = ["/work/qemu", "-cpu", "Nehalem"];
  const world = await SystemWorld.open({ recipe: minimal, target: "linux_amd64", launcher });
  world.put("qemu", Bun.which("qemu-x86_64-static") ?? "");
  await startsAndValidates(world);
});
