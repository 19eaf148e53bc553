import * as z from "zod/mini";

import { described, flag, section, text, withDefault } from "./fields.ts";

const allowedPackage = section(
  {
    name: described(
      text().check(
        z.refine((value) => value !== "", { error: "must be the name of a package, in which * stands for any text" }),
      ),
      { description: "Name of the package. `*` in it stands for any text.", "x-type": "string" },
    ),
    max_size_mib: described(
      z.optional(
        z
          .int({ error: "must be a whole number" })
          .check(
            z.gte(1, { error: "must be between 1 and 65536" }),
            z.lte(64 * 1024, { error: "must be between 1 and 65536" }),
          ),
      ),
      {
        description: "Largest file in MiB, and the most that an archive may unpack to. Default: that of `download`.",
        "x-type": "whole number",
      },
    ),
    unpack: flag({
      default: true,
      description:
        "An archive (`.tar.gz`, `.tar.zst`, `.zip`) becomes a directory with all that is in it. `false`: it stays the one file that it is, as a JAR file has to, which is a ZIP archive. What is no archive is a file in any case.",
    }),
  },
  "One add-on, or several with like names.",
);

/** `agent.package.allowed`. */
export const packageAllowed = () =>
  described(withDefault(z.array(allowedPackage, { error: "must be a list" }), []), {
    description:
      "Which add-ons are taken, files that the Collector reads beside its configuration: a list of `name`, with `max_size_mib` and `unpack`. The first entry that fits a package counts. What is offered under another name is refused ([packages.md](packages.md#add-ons)).",
    "x-type": "list",
  });
