import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as client from "../../../src/opamp/client.ts";
import * as server from "../../../src/opamp/server.ts";
import * as wire from "../../../src/opamp/wire.ts";
import { projectRoot } from "../../support/project.ts";

const opamp = join(projectRoot, "src/opamp");
const guide = readFileSync(join(projectRoot, "docs/opamp-library.md"), "utf8");

/** What an entry exports of its own room, by name, with the text of the file that declares it. */
function exportsOf(entry: string) {
  const text = readFileSync(join(opamp, entry), "utf8");
  return [...text.matchAll(/^export (?:type )?\{(.*?)\} from "(\..*?)";$/gms)].flatMap(([, names = "", from = ""]) =>
    names
      .split(",")
      .map((name) => name.replace("type ", "").trim())
      .filter((name) => name !== "")
      .map((name) => ({ name, from: join(opamp, from) })),
  );
}

/** The declaration of a name with the line above it; a file may pass on what another one declares. */
function declaration(name: string, file: string): string | undefined {
  const text = readFileSync(file, "utf8");
  const declared = new RegExp(`^.*\\nexport (?:async )?(?:class|const|function|interface|type) ${name}\\b`, "m").exec(
    text,
  );
  if (declared) return declared[0];
  const passedOn = new RegExp(
    `import \\{[^}]*\\b${name}\\b[^}]*\\} from "(.*?)"|import type \\{[^}]*\\b${name}\\b[^}]*\\} from "(.*?)"`,
  ).exec(text);
  const from = passedOn?.[1] ?? passedOn?.[2];
  return from === undefined ? undefined : declaration(name, join(file, "..", from));
}

describe.each(["client.ts", "server.ts", "wire.ts"])("%s", (entry) => {
  const names = exportsOf(entry);

  test("exports something", () => {
    expect(names.length).toBeGreaterThan(10);
  });

  test("exports nothing without a word on it", () => {
    const bare = names.filter(({ name, from }) => !declaration(name, from)?.split("\n")[0]?.endsWith("*/"));
    expect(bare.map(({ name }) => name)).toEqual([]);
  });
});

test("the guide has a word on every function and value of the library", () => {
  const values = Object.keys({ ...client, ...server, ...wire });
  expect(values.length).toBeGreaterThan(30);
  expect(values.filter((name) => !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([]);
});
