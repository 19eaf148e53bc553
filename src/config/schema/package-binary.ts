import * as z from "zod/mini";

import { described, text } from "./fields.ts";

/** Why a path can be none in an archive; `undefined` for nothing. */
function pathFault(path: string): string | undefined {
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "must be a path in the archive, without a leading slash";
  if (path.includes("\\")) return "must have slashes between its parts";
  if (path.split("/").includes("..")) return "must not lead out of the archive";
  return path.endsWith("/") ? "must be the path of a file" : undefined;
}

/** `agent.package.agent_binary`. */
export const packageBinary = () =>
  described(
    z.optional(
      text().check(
        z.superRefine((value, context) => {
          const message = pathFault(value);
          if (message !== undefined) context.addIssue({ code: "custom", message });
        }),
      ),
    ),
    {
      description:
        "Path of the Collector in the archives that are offered (`.tar.gz`, `.tar.zst`, `.zip`), as it stands there. Nothing else is taken out of them, and a file that is no archive is the Collector itself. Default: the file name of `executable`.",
      "x-type": "string",
    },
  );
