import * as z from "zod/mini";

import { described, section, text, textList, withDefault } from "./fields.ts";

const sources = ["", "none", "env", "file", "command"] as const;

const keySource = described(
  withDefault(z.enum(sources, { error: "must be one of none, env, file, command" }), "none"),
  {
    description:
      "Where the key is: in an environment variable (`env`), in a file (`file`), or printed by a program (`command`), which is run at the start, within 30 s. It is Base64 of 32 bytes, as `openssl rand -base64 32` makes one. `none`: nothing is encrypted.",
    "x-type": "string",
  },
);

const keyName = described(withDefault(text(), ""), {
  description:
    "Name of the environment variable, which the Collector then does not get; or path of the file; or path of the program.",
  "x-type": "string",
});

const keyArgs = textList({ description: "Arguments of the program. No shell reads them." });

const secretsSection = () =>
  section(
    {
      key_source: keySource,
      key_name: keyName,
      key_args: keyArgs,
      previous: z.prefault(
        section(
          { key_source: keySource, key_name: keyName, key_args: keyArgs },
          "The key that was used before. What it has encrypted is encrypted with the present key at the start, or with none where `storage.secrets.key_source` is `none`.",
        ),
        {},
      ),
    },
    "Encryption of stored secrets: all files that can hold some and that the supervisor alone reads ([certificates.md](certificates.md#encryption-at-rest)).",
  );

export const storageSection = () =>
  section(
    {
      directory: described(
        z.optional(text().check(z.refine((value) => value !== "", { error: "must be the path of a directory" }))),
        {
          description:
            "Where state is kept; made with mode 0700 if it is missing. Default: `/var/lib/otelcol/supervisor`, on Windows `%ProgramData%\\Otelcol\\Supervisor`.",
          "x-type": "string",
        },
      ),
      secrets: z.prefault(secretsSection(), {}),
    },
    "The state directory.",
  );
