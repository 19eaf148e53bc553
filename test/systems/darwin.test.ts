import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { fetchRuntime } from "../../scripts/release/fetch-runtime.ts";
import { bunRuntimes } from "../../scripts/release/runtimes.ts";
import { builtFor } from "../support/built-for.ts";
import { readMachO } from "../support/mach-o.ts";

describe.each(["amd64", "arm64"] as const)("the executable for macOS on %s", (processor) => {
  test("asks for macOS 13 and for nothing that is not part of it", async () => {
    const file = readMachO(readFileSync(await builtFor(`darwin_${processor}`, "opampsupervisor")));
    expect(file.processor).toBe(processor);
    expect(file.oldestMacOs).toBe("13.0");
    expect(file.libraries.filter((path) => !path.startsWith("/usr/lib/"))).toEqual([]);
  });

  test("is signed ad hoc: each page as it is, without hardened runtime, which would need entitlements", async () => {
    const bytes = readFileSync(await builtFor(`darwin_${processor}`, "opampsupervisor"));
    const { signature, segments } = readMachO(bytes);
    expect(signature).toMatchObject({ identifier: "opampsupervisor", flags: ["adhoc", "linker-signed"] });
    expect(signature).toMatchObject({ entitles: false, wrongPages: [], end: bytes.length });
    expect(signature?.codeLimit).toBe(signature?.offset ?? 0);
    const tail = segments.at(-1);
    expect(tail).toEqual({ name: "__LINKEDIT", offset: tail?.offset ?? 0, size: bytes.length - (tail?.offset ?? 0) });
  });
});

test("the runtimes that it is made from come with a whole signature of their own", async () => {
  for (const runtime of [bunRuntimes.darwin_amd64, bunRuntimes.darwin_arm64]) {
    const { signature } = readMachO(readFileSync(await fetchRuntime(runtime)));
    expect(signature).toMatchObject({ flags: ["hardened-runtime"], entitles: true, wrongPages: [] });
  }
});
