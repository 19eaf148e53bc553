import * as z from "zod/mini";

import { described, names, plain, text, withDefault } from "./fields.ts";

export const executable = described(
  text().check(
    z.superRefine((value, context) => {
      const [, name] = /^\$([A-Za-z_]\w*)/.exec(value) ?? [];
      let message: string | undefined;
      if (value === "") message = "must be specified";
      else if (name !== undefined) message = `\`$${name}\` is not expanded; write \${env:${name}}`;
      if (message !== undefined)
        context.addIssue({
          code: "custom",
          message,
          params: plain("", value === "" ? "CONFIG_MISSING_KEY" : undefined).params,
        });
    }),
  ),
  {
    description: "Path of the Collector binary; a relative one counts from the working directory.",
    "x-type": "string",
  },
);

export const env = described(
  withDefault(
    z
      .record(z.string(), text(), { error: "must be a mapping of strings" })
      .check(
        names((name) =>
          name === "" || name.includes("=") ? "the name of a variable must not be empty or contain `=`" : undefined,
        ),
      ),
    {},
  ),
  {
    description:
      "Variables of the Collector, over those of the supervisor, which it inherits but for what is meant for the supervisor alone: variables of the runtime in its executable (`BUN_*`, `NODE_OPTIONS` and the like) and the service manager's words to it (`NOTIFY_SOCKET`, `LISTEN_FDS` and the like). No message and no log line shows the values.",
    "x-type": "mapping of strings",
  },
);

/** Names as systems take them, or numbers; a `$` ends the names of machines. */
const accountName = "[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?";

export const runAs = described(
  z.optional(
    text().check(
      z.refine((value) => value === "" || new RegExp(`^${accountName}(?::${accountName})?$`).test(value), {
        error: "must be user or user:group",
      }),
    ),
  ),
  {
    description:
      "`user` or `user:group`, names or numbers, as whom the Collector and every other run of its binary takes place (Linux; the supervisor must be root or have CAP_SETUID, CAP_SETGID, CAP_CHOWN and CAP_KILL). A user alone brings its groups along; a group that is named is the only one. `HOME`, `USER` and `LOGNAME` are set to fit, the rest of the environment stays. Default: as whom the supervisor runs.",
    "x-type": "string",
  },
);
