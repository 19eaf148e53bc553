import * as z from "zod/mini";

import { endpointFault } from "../endpoint.ts";
import { readProxyUrl } from "../proxy-url.ts";
import { certificateRequestSection } from "./certificate-request.ts";
import {
  described,
  flag,
  names,
  optionalDuration,
  optionalText,
  plain,
  section,
  text,
  wholeNumber,
  withDefault,
} from "./fields.ts";
import { headerNameFault, headerValue } from "./header-fields.ts";
import { tlsSection } from "./tls.ts";

const endpoint = described(
  text().check(
    z.superRefine((value, context) => {
      const fault = endpointFault(value);
      if (fault === undefined) return;
      const code = value === "" ? "CONFIG_MISSING_KEY" : undefined;
      const params = fault.showValue ? {} : plain("", code).params;
      context.addIssue({ code: "custom", message: fault.message, params });
    }),
  ),
  {
    description:
      "URL of the OpAMP server. `ws://…` and `wss://…` choose WebSocket, `http://…` and `https://…` plain HTTP, with requests every `polling_interval` and when something changed.",
    "x-type": "string",
  },
);

function headerMap(description: string) {
  const mapping = z.record(z.string(), z.array(headerValue, { error: "must be a string or a list of strings" }), {
    error: "must be a mapping of header names to values",
  });
  return described(withDefault(mapping.check(names(headerNameFault)), {}), {
    description,
    "x-type": "mapping of strings or lists of strings",
  });
}

const proxyUrl = described(
  z.optional(
    text().check(
      z.superRefine((value, context) => {
        const reading = value === "" ? undefined : readProxyUrl(value);
        if (reading?.ok !== false) return;
        context.addIssue({ code: "custom", message: reading.fault, params: plain("").params });
      }),
    ),
  ),
  {
    description:
      "URL of an HTTP proxy, `http://…` or `https://…`, with user name and password where it needs them; `http` if it has no scheme. Default: what `HTTPS_PROXY` (for `wss` and `https`), `HTTP_PROXY` (for `ws` and `http`) and `NO_PROXY` in the environment say.",
    "x-type": "string",
  },
);

export const serverSection = () =>
  section(
    {
      endpoint,
      headers: headerMap(
        "Headers sent when connecting, each with one value or a list of values. Values are secrets: no message and no log line shows them.",
      ),
      proxy_url: proxyUrl,
      proxy_connect_headers: headerMap("Headers sent to the proxy, like `headers`."),
      compression: flag({
        default: false,
        description:
          "Compress messages: offer permessage-deflate over WebSocket, gzip the requests over HTTP, for which the server must take gzip. A gzipped answer is always taken.",
      }),
      max_message_size_mib: wholeNumber({
        default: 64,
        min: 1,
        max: 1024,
        error: "must be between 1 and 1024",
        description: "Largest message in either direction, MiB before compression.",
      }),
      polling_interval: optionalDuration({
        min: "1s",
        description:
          "Longest time between two requests over HTTP; up to a tenth is taken off at random. The server may order another. One that knows nothing of a longer interval may take the supervisor for gone between its requests. Default: 30 seconds.",
      }),
      tls: z.prefault(tlsSection(), {}),
      certificate_request: z.prefault(certificateRequestSection(), {}),
      auth: optionalText({
        description:
          "Extension that gives the credentials, as `type` or `type/name`: one of `extensions`. It is asked for each connection, over HTTP for each request, and what it gives stands over `headers`. Without credentials no connection is made.",
      }),
    },
    "The OpAMP server. Without this section there is none: the Collector runs with the local configuration, and with the last good remote one that is stored while `capabilities.accepts_remote_config` is on. A section that is there needs its `endpoint`.",
  );
