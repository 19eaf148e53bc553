import * as z from "zod/mini";

import {
  described,
  optionalDuration,
  optionalText,
  plain,
  ruled,
  section,
  switchableDuration,
  text,
  textList,
  withDefault,
} from "../fields.ts";
import { tlsSection } from "../tls.ts";

const tokenUrl = described(
  text().check(
    z.refine((value) => {
      const url = URL.parse(value);
      return url !== null && /^https?:$/.test(url.protocol) && url.username + url.password + url.hash === "";
    }, plain("must be an http or https URL without user name, password and fragment")),
  ),
  {
    description:
      "URL of the token endpoint, `https://…` or `http://…`. The proxy of the environment is used, as for the server.",
    "x-type": "string",
  },
);

const endpointParams = described(
  withDefault(
    z.record(z.string(), z.array(text(), { error: "must be a string or a list of strings" }), {
      error: "must be a mapping of strings",
    }),
    {},
  ),
  {
    description: "More parameters of the request, such as `audience`.",
    "x-type": "mapping of strings or lists of strings",
  },
);

const serverTls = tlsSection();

const tokenTls = described(serverTls.check(), {
  ...z.globalRegistry.get(serverTls),
  description:
    "TLS towards the token endpoint: the keys are those of [`server.tls`](#servertls). Files are read for each request.",
  "x-keys-of": "server.tls",
});

/** RFC 7523 section 2.1. */
const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** Keys of the Collector's `oauth2client`: client credentials (RFC 6749 section 4.4) or a signed assertion. */
export const oauth2ClientSection = ruled(
  section(
    {
      token_url: tokenUrl,
      grant_type: described(
        withDefault(
          z.enum(["client_credentials", jwtBearer], { error: `must be client_credentials or ${jwtBearer}` }),
          "client_credentials",
        ),
        {
          description: `By what right: \`client_credentials\`, or \`${jwtBearer}\`, an assertion that the client signs.`,
          "x-type": "string",
        },
      ),
      client_id: optionalText({ description: "Name of the client." }),
      client_id_file: optionalText({ description: "File with it; stronger than `client_id`." }),
      client_secret: optionalText({ description: "Its secret." }),
      client_secret_file: optionalText({ description: "File with it; stronger than `client_secret`." }),
      client_certificate_key: optionalText({ description: "PEM text of the RSA key that signs an assertion." }),
      client_certificate_key_file: optionalText({
        description: "File with it; stronger than `client_certificate_key`.",
      }),
      client_certificate_key_id: optionalText({ description: "Name of that key, for the assertion." }),
      signature_algorithm: described(
        z.optional(z.enum(["", "RS256", "RS384", "RS512"], { error: "must be one of RS256, RS384, RS512" })),
        { description: "How an assertion is signed. Default: `RS256`.", "x-type": "string" },
      ),
      iss: optionalText({ description: "Issuer of an assertion. Default: the name of the client." }),
      audience: optionalText({ description: "Audience of an assertion. Default: `token_url`." }),
      claims: described(withDefault(z.record(z.string(), z.unknown(), { error: "must be a mapping" }), {}), {
        description: "More claims of an assertion, over those that it has.",
        "x-type": "mapping",
      }),
      scopes: textList({ description: "What the token is to be good for." }),
      endpoint_params: endpointParams,
      expiry_buffer: switchableDuration({
        default: "5m",
        min: "1s",
        description: "How long before its end a token is renewed; at most half of its life.",
      }),
      timeout: optionalDuration({
        min: "1ms",
        description:
          "Longest wait for the token endpoint. Default: 10 seconds; the Collector's extension waits for ever.",
      }),
      tls: z.prefault(tokenTls, {}),
    },
    "A token of an OAuth 2.0 token endpoint, kept until it is to be renewed or the server refuses it with 401. Where none can be had, no connection is made, and the log says why.",
  ),
  (value, fault) => {
    const { client_id: id = "", client_id_file: idFile = "", scopes, endpoint_params: params } = value;
    const { client_secret: secret = "", client_secret_file: secretFile = "" } = value;
    const { client_certificate_key: key = "", client_certificate_key_file: keyFile = "" } = value;
    const signed = value.grant_type === jwtBearer;
    if (id + idFile === "") fault("client_id", "must be specified, or client_id_file");
    if (!signed && secret + secretFile === "") fault("client_secret", "must be specified, or client_secret_file");
    if (signed && key + keyFile === "") {
      fault("client_certificate_key", "must be specified, or client_certificate_key_file");
    }
    const own = [...(signed ? ["assertion"] : ["client_id", "client_secret"]), ...(scopes.length > 0 ? ["scope"] : [])];
    for (const name of own) {
      if (Object.hasOwn(params, name)) fault("endpoint_params", `cannot overwrite parameter ${JSON.stringify(name)}`);
    }
  },
);
