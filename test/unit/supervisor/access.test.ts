import { expect, test } from "bun:test";

import { compose } from "../../../src/compose/compose.ts";
import { findForbiddenFile } from "../../../src/supervisor/access.ts";
import { composeInput } from "../../support/compose-input.ts";
import { policyOf } from "../../support/policy.ts";

/** Whether a remote file may name `file`, where links lead as `links` says. */
async function verdict(file: string, links: Record<string, string> = {}) {
  const policy = policyOf({ accessDirs: ["/var/log", "/data"] });
  const remoteFiles = new Map([["r", `exporters: {file: {path: ${JSON.stringify(file)}}}`]]);
  const result = compose(composeInput({ policy, remoteFiles }));
  if (!result.composed) throw new Error(result.reason);
  const realPath = async (path: string) => links[path] ?? path;
  return await findForbiddenFile(result.files, ["/var/log", "/data"], { realPath });
}

test.each(["/var/log/a", "/var/log", "/data/x/y"])("%s lies in a directory that is allowed", async (file) => {
  expect(await verdict(file)).toBeUndefined();
});

test.each(["/etc/passwd", "/var/logs/a", "/var", "/"])("%s does not", async (file) => {
  expect(await verdict(file)).toMatchObject({ code: "POLICY_DENIED", path: ["exporters", "file", "path"] });
});

test("links decide on both sides", async () => {
  expect((await verdict("/var/log/link", { "/var/log/link": "/etc/shadow" }))?.reason).toBe(
    'remote file "r", line 1: exporters::file::path: "/var/log/link" names a file outside of the directories that are allowed (agent.access_dirs); allowed: /var/log, /data',
  );
  expect(await verdict("/mnt/disk/x", { "/data": "/mnt/disk" })).toBeUndefined();
});
