import * as z from "zod/mini";

import { described, impossible, optionalText, plain, ruled, section, withDefault } from "../fields.ts";
import { headerName, headerValue } from "../header-fields.ts";

const fromRequest = z.optional(
  z
    .unknown()
    .check(
      z.refine(
        () => false,
        impossible("is not supported: nobody's request stands behind the connection; use value or value_file"),
      ),
    ),
);

const header = ruled(
  z.strictObject(
    {
      key: headerName,
      action: withDefault(
        z.enum(["insert", "update", "upsert", "delete"], { error: "must be one of insert, update, upsert, delete" }),
        "upsert",
      ),
      value: z.optional(headerValue),
      value_file: optionalText({ description: "File with the value." }),
      from_context: fromRequest,
      from_attribute: fromRequest,
      default_value: fromRequest,
    },
    { error: "must be a mapping with key, action and value" },
  ),
  ({ action, value, value_file: file = "" }, fault) => {
    if (action === "delete") return;
    if (value === undefined && file === "") fault("value", "missing header source, must be 'value' or 'value_file'");
    if (value !== undefined && file !== "") {
      fault("value_file", "invalid header source, must be only one of 'value' or 'value_file'");
    }
  },
);

/** Keys of the Collector's `headers_setter`. */
export const headersSetterSection = section(
  {
    headers: described(
      z
        .array(header, { error: "must be a list" })
        .check(z.refine((list) => list.length > 0, plain("missing headers configuration"))),
      {
        description:
          "List of `key`, the name, `action`, and `value`, or `value_file`, a file that is read anew each time. Actions are `insert` where there is none, `update` where there is one, `upsert` for both (the default) and `delete`; `server.headers` and what stands before in the list count.",
        "x-type": "list",
      },
    ),
    additional_auth: optionalText({
      description: "Another one of `extensions`, which sets its header after these.",
    }),
  },
  "Headers, set one after the other.",
);
