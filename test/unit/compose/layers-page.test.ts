import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { parse } from "yaml";

import { compose } from "../../../src/compose/compose.ts";
import type { LocalFile } from "../../../src/compose/layers.ts";
import type { Files } from "../../../src/runtime/ports.ts";
import { findForbiddenFile } from "../../../src/supervisor/compose/access.ts";
import { composeInput } from "../../support/compose-input.ts";
import { projectRoot } from "../../support/project.ts";
import { configOf } from "../../support/supervisor-yaml.ts";

interface Block {
  kind: string;
  name: string;
  text: string;
}

interface Offered {
  endpoint: string;
  headers?: Record<string, string>;
  settings?: Record<string, string>;
}

/** The examples of `docs/layers.md`: the blocks below each heading. */
const page = readFileSync(join(projectRoot, "docs/layers.md"), "utf8");
const examples = page.split(/^#+ /m).flatMap((part) => {
  const [title = ""] = part.split("\n");
  const blocks = [...part.matchAll(/^```(?:yaml|text) (\w+) ?(\w*)\n(.*?)^```$/gms)].map(
    ([, kind = "", name = "", text = ""]): Block => ({ kind, name: name || kind, text }),
  );
  return blocks.length === 0 ? [] : [{ title, blocks }];
});

async function composed(blocks: readonly Block[]) {
  const of = (kind: string) => blocks.filter((block) => block.kind === kind);
  const agent = of("agent")
    .map(({ text }) => text.replace(/^/gm, "  "))
    .join("");
  const {
    merge,
    policy,
    lockedFiles,
    otherConnections: places,
  } = (await configOf(`server: { endpoint: ws://h }\nagent:\n  executable: /x\n${agent}`)).agent;
  const local = of("local").map(({ text }): LocalFile => {
    const name = "local.yaml";
    return { kind: "local", name, text, locked: lockedFiles.includes(name) };
  });
  const result = compose(
    composeInput({
      layers: [{ kind: "own-telemetry" }, ...local, { kind: "opamp-extension" }, { kind: "remote" }],
      remoteFiles: new Map(of("remote").map(({ name, text }) => [name, text])),
      merging: merge,
      otherConnections: of("offered").flatMap(({ name, text }) => {
        const { endpoint, headers = {}, settings = {} }: Offered = parse(text);
        const target = { endpoint, headers: Object.entries(headers), settings: new Map(Object.entries(settings)) };
        const place = places.get(name);
        return place ? [{ name, target, place }] : [];
      }),
      env: {},
      ...(policy && { policy }),
    }),
  );
  if (!result.composed) return result;
  const refusal = await findForbiddenFile({
    claims: result.files,
    directories: policy?.accessDirs ?? [],
    files: machineOf(blocks),
    host: { os: "linux" },
  });
  return refusal === undefined ? result : { composed: false as const, ...refusal };
}

/** What a block `machine` says is there: links with where they lead, and directories with how many files they have. */
function machineOf(blocks: readonly Block[]): Pick<Files, "realPath" | "list"> {
  const text = blocks.find(({ kind }) => kind === "machine")?.text ?? "{}";
  const there: [path: string, what: string | number][] = Object.entries(parse(text));
  return {
    realPath: async (path) => {
      const found = there.find(([link, to]) => typeof to === "string" && `${path}/`.startsWith(`${link}/`));
      return found === undefined ? path : `${found[1]}${path.slice(found[0].length)}`;
    },
    list: async (directory) =>
      there.flatMap(([path, what]) => {
        if (typeof what === "string") return dirname(path) === resolve(directory) ? [basename(path)] : [];
        return path === resolve(directory) ? Array.from({ length: what }, (_, index) => `${index}.log`) : [];
      }),
  };
}

describe("the page of the layers", () => {
  test("has an example for most of its rules", () => {
    expect(examples.length).toBeGreaterThan(14);
  });

  test.each(examples)("$title", async ({ blocks }) => {
    const result = await composed(blocks);
    const expected = (kind: string) => blocks.find((block) => block.kind === kind)?.text;
    const refusal = expected("refused");
    if (refusal !== undefined) {
      expect(result.composed ? result.text : `${result.code}: ${result.reason}\n`).toBe(refusal);
      return;
    }
    if (!result.composed) throw new Error(result.reason);
    const [found, wanted] = [parse(result.text), parse(expected("result") ?? "")];
    expect(found).toMatchObject(wanted);
    for (const section of ["exporters", "processors"])
      if (section in wanted) expect(found[section]).toEqual(wanted[section]);
    if (wanted.service?.pipelines !== undefined) expect(found.service.pipelines).toEqual(wanted.service.pipelines);
  });
});
