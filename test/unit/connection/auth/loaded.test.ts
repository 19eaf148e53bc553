import { expect, test } from "bun:test";

import { fixture } from "../../../support/project.ts";
import { minimal } from "../../../support/supervisor-yaml.ts";

/** The modules of extensions and credentials that a configuration takes. */
async function loadedBy(yaml: string): Promise<string[]> {
  const child = Bun.spawn([process.execPath, fixture("loaded-modules.ts"), yaml], {
    stdout: "pipe",
  });
  const { opened, modules } = (await new Response(child.stdout).json()) as { opened: boolean; modules: string[] };
  expect(opened).toBe(true);
  return modules.filter((path) => /\/connection\/auth\/|\/schema\/extensions|\/check-extensions/.test(path));
}

test("nothing of credentials is loaded where there are none", async () => {
  expect(await loadedBy(minimal)).toEqual([]);
  const extension = "extensions: { bearertokenauth: { token: a } }\n";
  const loaded = await loadedBy(minimal.replace("{ endpoint", "{ auth: bearertokenauth, endpoint") + extension);
  expect(loaded).toContain("/src/connection/auth/open-auth.ts");
  expect(loaded).toContain("/src/config/check-extensions.ts");
  expect(loaded).not.toContain("/src/connection/auth/open-oauth2.ts");
});
