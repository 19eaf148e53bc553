import * as z from "zod/mini";

import { plain, text } from "./fields.ts";

/** Text with commas between pairs of name=value, each of which `pair` matches; `pairsOf` reads it. */
export const pairList = (pair: RegExp) =>
  text().check(
    z.refine(
      (value) => value.split(",").every((part) => part.trim() === "" || pair.test(part)),
      plain("must be pairs of name=value with commas between them"),
    ),
  );
