import { expect, test } from "bun:test";

import type { VerifierConfig } from "../../../../src/config/package-types.ts";
import { tellVerifierFault } from "../../../../src/supervisor/packages/tell-verifier-fault.ts";
import { FakeProcesses } from "../../../support/fake-processes.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";
import { TestLog } from "../../../support/test-log.ts";

const keys: VerifierConfig = { type: "key", publicKeys: [{ file: "/etc/release.pub" }], threshold: 1 };

async function told(verifier: VerifierConfig, acceptsPackages = true) {
  const log = new TestLog();
  const { agent } = supervisorConfig();
  const config = supervisorConfig({ capabilities: { acceptsPackages } });
  const processes = new FakeProcesses();
  processes.compute = async () => "threshold is 1, above the number of different keys, 0";
  const files = new MemoryFiles();
  if (verifier !== keys) files.put("/etc/other.pub", "key");
  const rules = { ...agent.package, verifier };
  await tellVerifierFault({
    config: { ...config, agent: { ...agent, package: rules } },
    runtime: { files, processes },
    log,
  });
  return log.at("error").map(({ fields }) => fields["reason"]);
}

test("keys that cannot be used are told at the start", async () => {
  expect(await told(keys)).toEqual([expect.stringMatching(/^\/etc\/release\.pub: /)]);
  const other: VerifierConfig = { ...keys, publicKeys: [{ file: "/etc/other.pub" }] };
  expect(await told(other)).toEqual(["threshold is 1, above the number of different keys, 0"]);
});

test("where none are asked for, or no package is taken, nobody looks", async () => {
  expect(await told({ type: "none" })).toEqual([]);
  expect(await told(keys, false)).toEqual([]);
});
