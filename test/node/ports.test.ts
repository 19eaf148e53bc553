import { beforeAll, expect, test } from "bun:test";
import { join } from "node:path";

import { compileNative } from "../../scripts/node/compile-native.ts";
import { fetchNode } from "../../scripts/node/fetch-node.ts";
import { ownArchitecture } from "../../scripts/node/pinned.ts";
import { capture } from "../../scripts/support/capture.ts";
import { projectRoot } from "../support/project.ts";
import { scratchDirectory } from "../support/scratch.ts";

/** The tests of the ports that need no program of Bun. */
const files = [
  "call",
  "clock",
  "cut-off",
  "file-digest",
  "files",
  "get",
  "inflate",
  "large-files",
  "listen",
  "local-sockets",
  "network",
  "post",
  "probe-listen",
  "reach",
  "real-path",
  "route-proxy",
  "route-tls",
  "sha256",
];

const directory = scratchDirectory();
const support = join(projectRoot, "test/support/node-test.ts");

beforeAll(async () => {
  const arch = ownArchitecture();
  const native = await compileNative(arch, await fetchNode(arch));
  const { success, logs } = await Bun.build({
    entrypoints: files.map((name) => join(projectRoot, `test/unit/runtime/${name}.test.ts`)),
    outdir: directory,
    target: "node",
    define: { NATIVE_CALLS: JSON.stringify(Buffer.from(native).toString("base64")) },
    naming: "[name].mjs",
    plugins: [
      {
        name: "node-test",
        setup: (build) => void build.onResolve({ filter: /^bun:test$/ }, () => ({ path: support })),
      },
    ],
  });
  expect([success, logs]).toEqual([true, []]);
});

test.each(files)("%s holds with Node too", async (name) => {
  const { executable } = await fetchNode(ownArchitecture());
  const { code, output } = await capture([executable, "--test-reporter=spec", join(directory, `${name}.test.mjs`)]);
  if (code !== 0) throw new Error(output.slice(output.indexOf("failing tests:")));
});
