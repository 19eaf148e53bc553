import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { projectVersion } from "../../scripts/build.ts";
import { storageDirectory } from "../../scripts/images/minimal-root.ts";
import { blockOf } from "../support/doc-blocks.ts";
import { projectRoot } from "../support/project.ts";

const page = "examples/docker/README.md";
const [making, copying, running] = ["npm run images", "skopeo copy", "docker run"].map((command) =>
  blockOf(page, "Container images", "sh", command),
);
const version = await projectVersion();
const image = `opampsupervisor-collector:${version}`;

test(`${page} copies what the script makes, under the name of this version`, () => {
  const layouts = [...(making ?? "").matchAll(/dist\/images\/([a-z-]+)/g)].map(([, name]) => name);
  expect(layouts).toEqual(["opampsupervisor", "opampsupervisor-collector"]);
  expect(copying).toContain(` oci:dist/images/${layouts[1]} `);
  expect(copying).toEndWith(`/${image}\n`);
});

test(`${page} runs that image with the variable and the volume that its configuration has`, () => {
  const configuration = readFileSync(join(projectRoot, "examples/docker/config.yaml"), "utf8");
  expect(running).toEndWith(` ${image}\n`);
  for (const [, variable] of (running ?? "").matchAll(/-e ([A-Z_]+)=/g)) {
    expect(configuration).toContain(`\${env:${variable}}`);
  }
  expect(running).toContain(`-v agent:${storageDirectory} `);
  expect(configuration).toContain(`directory: ${storageDirectory}\n`);
});
