import * as z from "zod/mini";

import { firstEntry } from "../../htpasswd.ts";
import { described, impossible, optionalText, plain, ruled, section, text } from "../fields.ts";

const withoutSecretsManager = described(
  z.optional(
    z
      .unknown()
      .check(
        z.refine(
          () => false,
          impossible(
            "is not supported: have the values written into files, and name them by username_file and password_file",
          ),
        ),
      ),
  ),
  { description: "Credentials of AWS Secrets Manager.", "x-type": "mapping", "x-supported": false },
);

const inlineEntry = text().check(
  z.superRefine((value, context) => {
    const entry = value === "" ? undefined : firstEntry(value);
    if (entry && "fault" in entry) context.addIssue({ code: "custom", message: entry.fault, params: plain("").params });
  }),
);

/** RFC 7617 section 2. */
export const colonInName = "must not hold a colon";

/** Keys of the Collector's `basicauth`. What that has for servers, `htpasswd`, may hold a client's credentials here. */
export const basicAuthSection = ruled(
  section(
    {
      client_auth: z.optional(
        section(
          {
            username: optionalText({ description: "User name, without a colon." }),
            username_file: optionalText({ description: "File with the user name; stronger than `username`." }),
            password: optionalText({ description: "Password." }),
            password_file: optionalText({ description: "File with the password; stronger than `password`." }),
            aws_secrets_manager: withoutSecretsManager,
          },
          "User name and password. Files are read anew each time, without white space around their text; while one is missing or empty, what it held last stays in use.",
        ),
      ),
      htpasswd: z.optional(
        section(
          {
            file: optionalText({
              description: "File with such a line, the first one counts. It is read anew each time.",
            }),
            inline: described(z.optional(inlineEntry), {
              description: "The same as text; stronger than `file`.",
              "x-type": "string",
            }),
          },
          "Instead of `client_auth`: user name and password as a line `user:password`. The password must be there as it is, not as a hash.",
        ),
      ),
    },
    "User name and password, `Authorization: Basic …`.",
  ),
  ({ client_auth: client, htpasswd }, fault) => {
    if (client && htpasswd) fault("htpasswd", "only one of `htpasswd` or `client_auth` can be specified");
    const given = { ...client, ...htpasswd };
    if (Object.values(given).every((value) => value === undefined || value === "")) {
      fault("client_auth", "no credential source provided");
    }
    if (client?.username?.includes(":") === true) fault("client_auth", `username ${colonInName}`);
  },
);
