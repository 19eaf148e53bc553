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

const tokenTls = described(tlsSection.check(), {
  ...z.globalRegistry.get(tlsSection),
  description:
    "TLS towards the token endpoint: the keys are those of [`server.tls`](#servertls). Files are read for each request.",
  "x-keys-of": "server.tls",
});

/** Keys of the Collector's `oauth2client`: OAuth 2.0 client credentials (RFC 6749 section 4.4). */
export const oauth2ClientSection = ruled(
  section(
    {
      token_url: tokenUrl,
      client_id: optionalText({ description: "Name of the client." }),
      client_id_file: optionalText({ description: "File with it; stronger than `client_id`." }),
      client_secret: optionalText({ description: "Its secret." }),
      client_secret_file: optionalText({ description: "File with it; stronger than `client_secret`." }),
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
    "A token of an OAuth 2.0 token endpoint by client credentials. It is kept until it is to be renewed or the server refuses it with 401. Where none can be had, no connection is made, and the log says why.",
  ),
  (value, fault) => {
    const { client_id: id = "", client_id_file: idFile = "", scopes, endpoint_params: params } = value;
    const { client_secret: secret = "", client_secret_file: secretFile = "" } = value;
    if (id + idFile === "") fault("client_id", "must be specified, or client_id_file");
    if (secret + secretFile === "") fault("client_secret", "must be specified, or client_secret_file");
    for (const name of ["client_id", "client_secret", ...(scopes.length > 0 ? ["scope"] : [])]) {
      if (Object.hasOwn(params, name)) fault("endpoint_params", `cannot overwrite parameter ${JSON.stringify(name)}`);
    }
  },
);
