import * as z from "zod/mini";

import { described, optionalText, ruled, section, text, textList, withDefault } from "../fields.ts";
import { headerName, headerValue } from "../header-fields.ts";

/** Keys of the Collector's `bearertokenauth`. */
export const bearerTokenSection = ruled(
  section(
    {
      token: described(z.optional(headerValue), { description: "The token.", "x-type": "string" }),
      tokens: textList({
        item: headerValue,
        description: "Several tokens, instead of `token`; a client sends the first.",
      }),
      filename: optionalText({
        description:
          "File with the token in its first line, instead of `token`. It is read anew each time; while it is missing or empty, the last token that it held stays in use.",
      }),
      scheme: described(withDefault(headerValue, "Bearer"), {
        description: "Stands before the token; an empty text for nothing.",
        "x-type": "string",
      }),
      header: described(withDefault(headerName, "Authorization"), {
        description: "Header that carries it.",
        "x-type": "string",
      }),
      file_retry: described(z.optional(z.record(text(), z.unknown(), { error: "must be a mapping" })), {
        description:
          "Taken, with a warning, and not needed: a file that is not there yet is looked for at each attempt to connect.",
        "x-type": "mapping",
      }),
    },
    "A token, `Authorization: Bearer …`.",
  ),
  ({ token = "", tokens, filename = "" }, fault) => {
    if (token !== "" && tokens.length > 0) fault("tokens", "either tokens or token should be provided, not both");
    if ([token, ...tokens].every((one) => one.trim() === "") && filename === "")
      fault("token", "no bearer token provided");
  },
);
