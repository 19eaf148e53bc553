import * as z from "zod/mini";

import { cipherSuites, parseTlsVersion } from "../../runtime/tls-names.ts";
import { parseDuration } from "../duration.ts";
import { endpointFault } from "../endpoint.ts";
import {
  described,
  dormant,
  flag,
  laterList,
  laterText,
  optionalText,
  plain,
  section,
  text,
  textList,
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
    description:
      "URL of the OpAMP server: `ws://…` and `wss://…` for WebSocket, `http://…` and `https://…` for plain HTTP.",
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

const pemText = (description: string) => described(withDefault(text(), ""), { description, "x-type": "string" });

const orEmpty = ({ description }: { description: string }) =>
  described(withDefault(text(), ""), { description, "x-type": "string" });

const tlsVersion = (description: string) =>
  described(
    withDefault(
      text().check(
        z.refine((value) => value === "" || parseTlsVersion(value) !== undefined, {
          error: "must be one of 1.0, 1.1, 1.2, 1.3",
        }),
      ),
      "",
    ),
    { description, "x-type": "string" },
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
      description: "`true` is taken with a `ws` or `http` endpoint only, which has no TLS.",
      "x-type": "boolean",
    }),
    ca_pem: pemText("Certificates that are trusted, as PEM text in place of `ca_file`."),
    cert_pem: pemText("The client certificate, as PEM text in place of `cert_file`."),
    key_pem: pemText("Key of the client certificate, as PEM text in place of `key_file`. No message shows it."),
    include_system_ca_certs_pool: flag({
      default: false,
      description: "Trust the roots of the system beside `ca_file` or `ca_pem`.",
    }),
    server_name_override: orEmpty({
      description: "Name that the certificate of the server must be for. Default: that of the endpoint.",
    }),
    min_version: tlsVersion("Lowest version of TLS: `1.0`, `1.1`, `1.2` or `1.3`, in quotes. Default: `1.2`."),
    max_version: tlsVersion("Highest version of TLS. Default: the newest one."),
    cipher_suites: textList({
      item: text().check(
        z.refine((value) => cipherSuites.has(value), {
          error: `must be one of ${[...cipherSuites.keys()].join(", ")}; those of TLS 1.3 cannot be chosen`,
        }),
      ),
      description:
        "Cipher suites that may be used up to TLS 1.2, by their names of IANA. Default: those of the platform.",
    }),
    curve_preferences: laterList("Elliptic curves in the order of preference: the platform offers no choice."),
    reload_interval: described(
      withDefault(
        text().check(
          z.refine((value) => value === "" || parseDuration(value) !== undefined, {
            error: "must be a duration such as 5s",
          }),
        ),
        "",
      ),
      {
        description:
          "Taken as in the Go supervisor and of no consequence: the files are read anew before each connection, which is at least as often as they count.",
        "x-type": "duration",
      },
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
  "TLS of a `wss` or `https` connection.",
);

function isProxyUrl(value: string): boolean {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") && url.hostname !== "";
}

export const serverSection = section(
  {
    endpoint,
    headers,
    tls: z.prefault(tls, {}),
    proxy_url: described(
      withDefault(
        text().check(
          z.refine((value) => value === "" || isProxyUrl(value), plain("must be the URL of an http or https proxy")),
        ),
        "",
      ),
      {
        description:
          "Proxy to the server, `http://…` or `https://…`, with user name and password where it wants them; no message shows them. Default: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of the environment, by the rules of Go.",
        "x-type": "string",
      },
    ),
    compression: flag({
      default: false,
      description: "Compress messages: permessage-deflate is offered over WebSocket, requests are gzipped over HTTP.",
    }),
    auth: laterText("Extension that authenticates the connection, as `type` or `type/name`."),
  },
  "The OpAMP server.",
);
