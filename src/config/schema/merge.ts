import * as z from "zod/mini";

import { described, names, section, text, textList, withDefault } from "./fields.ts";

const listRules = ["replace", "append", "prepend", "unique"] as const;

/** `service::pipelines::*::processors`: steps that are not empty. */
export function isPath(value: string): boolean {
  return value.split("::").every((step) => step !== "" && !/^:|:$/.test(step));
}

const pathWish = "must be a path such as service::pipelines::*::processors";

const path = text().check(z.refine(isPath, { error: pathWish }));

const listRulesByPath = z
  .record(z.string(), z.enum(listRules, { error: `must be one of ${listRules.join(", ")}` }), {
    error: "must be a mapping of paths to rules",
  })
  .check(names((name) => (isPath(name) ? undefined : pathWish)));

/** `agent.merge`. */
export const mergeSection = () =>
  section(
    {
      paths: described(withDefault(listRulesByPath, {}), {
        description:
          "How the list at a path meets that of an earlier layer: `replace` (the default), `append`, `prepend`, or `unique` (what is new is appended). A step `*` stands for any one key; of two rules the later one holds.",
        "x-type": "mapping of strings",
      }),
      remove: textList({
        item: path,
        description:
          "Paths that are taken out of the configuration when all layers are merged. A step `*` stands for any one key.",
      }),
      conflicts: described(withDefault(z.enum(["warn", "fail"], { error: "must be one of warn, fail" }), "warn"), {
        description:
          "What becomes of two remote files that say different things of one key: the later one holds with a warning that names both, or the remote configuration fails.",
        "x-type": "string",
      }),
    },
    "How layers are merged.",
  );
