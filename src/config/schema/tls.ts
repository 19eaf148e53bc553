import * as z from "zod/mini";

import { cipherSuiteFault, curves, tlsVersions } from "../../runtime/tls-names.ts";
import {
  described,
  dormant,
  flag,
  impossible,
  optionalDuration,
  optionalText,
  section,
  text,
  textList,
  withDefault,
} from "./fields.ts";

function version(description: string) {
  const known = z.enum(["", ...tlsVersions], { error: 'must be "1.0", "1.1", "1.2" or "1.3", in quotes' });
  return described(z.optional(known), { description, "x-type": "string" });
}

const suite = text().check(
  z.superRefine((value, context) => {
    const message = cipherSuiteFault(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  }),
);

const curve = text().check(
  z.refine((value) => Object.hasOwn(curves, value), { error: `must be one of ${Object.keys(curves).join(", ")}` }),
);

/** The TLS of Bun takes keys as text: one that stays in the module cannot be used. */
const withoutTpm = described(
  withDefault(
    z
      .boolean({ error: "must be true or false" })
      .check(
        z.refine(
          (value) => !value,
          impossible("a key in a trusted platform module is not supported; use a key in a file, key_file"),
        ),
      ),
    false,
  ),
  {
    description: "Take the key from a trusted platform module. It is not to come: use `key_file`.",
    "x-type": "boolean",
    "x-supported": false,
  },
);

/** `server.tls`, the keys of the Collector's `configtls`. */
export const tlsSection = () =>
  section(
    {
      insecure_skip_verify: flag({
        default: false,
        description: "Do not check the certificate of the server. For tests on one machine.",
      }),
      ca_file: optionalText({
        description:
          "PEM file with the certificates that are trusted. Default: the roots of the system, on Linux with `SSL_CERT_FILE` and `SSL_CERT_DIR` as in Go.",
      }),
      ca_pem: optionalText({ description: "The same as PEM text, instead of `ca_file`." }),
      include_system_ca_certs_pool: flag({
        default: false,
        description: "Trust the roots of the system beside `ca_file` or `ca_pem`.",
      }),
      cert_file: optionalText({
        description:
          "PEM file with the client certificate, and the certificates between it and its authority. Needs a key.",
      }),
      cert_pem: optionalText({ description: "The same as PEM text, instead of `cert_file`." }),
      key_file: optionalText({
        description: "PEM file with the key of the client certificate, not encrypted. Needs a certificate.",
      }),
      key_pem: optionalText({ description: "The same as PEM text, instead of `key_file`." }),
      server_name_override: optionalText({
        description:
          "Name that is asked for and that the certificate of the server must be for. Default: the host of `endpoint`.",
      }),
      min_version: version("Lowest version of TLS, `1.0` to `1.3`. Default: `1.2`."),
      max_version: version("Highest version of TLS. Default: the newest there is."),
      cipher_suites: textList({
        item: suite,
        description:
          "Cipher suites that may be used up to TLS 1.2, by their names at IANA. Those of TLS 1.3 cannot be chosen.",
      }),
      curve_preferences: textList({
        item: curve,
        description:
          "Key exchanges that may be used, the preferred first: `X25519`, `P256`, `P384`, `P521`, `X25519MLKEM768`.",
      }),
      reload_interval: optionalDuration({
        min: "1s",
        description:
          "How often the files are read and checked while a connection lasts. For each new connection, and each request over HTTP, they are read anyway. Default: once a day.",
      }),
      insecure: flag({
        default: false,
        description: "`true` is taken with a `ws` or `http` endpoint only, which has no TLS.",
      }),
      tpm: z.prefault(
        section(
          {
            enabled: withoutTpm,
            path: dormant("Device of the module."),
            owner_auth: dormant("Owner password of the module."),
            auth: dormant("Password of the key."),
          },
          "Trusted platform module.",
        ),
        {},
      ),
    },
    "TLS of a `wss` or `https` connection, and towards an `https` proxy. Files are read anew for each connection: a certificate that was exchanged is used by the next one. While a file is missing or wrong, the last good content stays in use and the log says why.",
  );
