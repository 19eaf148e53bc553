import * as z from "zod/mini";

import { parseDuration } from "../duration.ts";
import { endpointFault } from "../endpoint.ts";
import {
  described,
  dormant,
  flag,
  later,
  laterList,
  laterText,
  optionalText,
  plain,
  section,
  text,
  withDefault,
} from "./fields.ts";

const endpoint = described(
  text().check(
    z.superRefine((value, context) => {
      const fault = endpointFault(value);
      if (fault === undefined) return;
      const params = fault.showValue ? {} : plain("").params;
      context.addIssue({ code: "custom", message: fault.message, params });
    }),
  ),
  {
    description: "URL of the OpAMP server, `ws://…` or `wss://…`. `http` and `https` are not supported yet.",
    "x-type": "string",
  },
);

/** RFC 9110 section 5.5: visible characters, spaces and tabs; what is beyond Latin-1 cannot be sent. */
const headerValue = text().check(
  z.refine(
    (value) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
    plain("must hold printable Latin-1 characters only, no line breaks"),
  ),
);

/** What the WebSocket handshake sets by itself (RFC 6455 section 4.1). */
const ownHeader = /^(host|upgrade|connection|content-length|sec-websocket-.*)$/i;

/** Names are tokens (RFC 9110 section 5.6.2). */
const headers = described(
  withDefault(
    z
      .record(z.string(), z.array(headerValue, { error: "must be a string or a list of strings" }), {
        error: "must be a mapping of header names to values",
      })
      .check(
        z.superRefine((value, context) => {
          for (const name of Object.keys(value)) {
            let message: string | undefined;
            if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) message = "is not a valid header name";
            if (ownHeader.test(name)) message = "is set by the connection";
            if (message !== undefined)
              context.addIssue({ code: "custom", message, path: [name], params: plain("").params });
          }
        }),
      ),
    {},
  ),
  {
    description:
      "Headers sent when connecting, each with one value or a list of values. Values are secrets: no message and no log line shows them.",
    "x-type": "mapping of strings or lists of strings",
  },
);

const tls = section(
  {
    insecure_skip_verify: flag({
      default: false,
      description: "Do not check the certificate of the server. For tests on one machine.",
    }),
    ca_file: optionalText({
      description: "PEM file with the certificates that are trusted. Default: the roots of the system.",
    }),
    cert_file: optionalText({ description: "PEM file with the client certificate. Needs `key_file`." }),
    key_file: optionalText({ description: "PEM file with the key of the client certificate. Needs `cert_file`." }),
    insecure: described(withDefault(z.boolean({ error: "must be true or false" }), false), {
      description: "`true` is taken with a `ws` endpoint only, which has no TLS.",
      "x-type": "boolean",
    }),
    ca_pem: laterText("Certificates that are trusted, as PEM text."),
    cert_pem: laterText("The client certificate, as PEM text."),
    key_pem: laterText("Key of the client certificate, as PEM text."),
    include_system_ca_certs_pool: flag({
      default: false,
      later: true,
      description: "Trust the roots of the system too.",
    }),
    server_name_override: laterText("Name that the certificate of the server must be for."),
    min_version: laterText("Lowest version of TLS."),
    max_version: laterText("Highest version of TLS."),
    cipher_suites: laterList("Cipher suites that may be used."),
    curve_preferences: laterList("Elliptic curves in the order of preference."),
    reload_interval: described(
      withDefault(
        text().check(
          z.refine((value) => value === "" || parseDuration(value) !== undefined, {
            error: "must be a duration such as 5s",
          }),
          z.refine((value) => value === "" || (parseDuration(value) ?? 0) === 0, later()),
        ),
        "",
      ),
      { description: "How often the files are read again.", "x-type": "duration", "x-supported": false },
    ),
    tpm: z.prefault(
      section(
        {
          enabled: flag({ default: false, later: true, description: "Take the key from a trusted platform module." }),
          path: dormant("Device of the module."),
          owner_auth: dormant("Owner password of the module."),
          auth: dormant("Password of the key."),
        },
        "Trusted platform module.",
      ),
      {},
    ),
  },
  "TLS of a `wss` connection.",
);

export const serverSection = section(
  {
    endpoint,
    headers,
    tls: z.prefault(tls, {}),
    auth: laterText("Extension that authenticates the connection, as `type` or `type/name`."),
  },
  "The OpAMP server.",
);
