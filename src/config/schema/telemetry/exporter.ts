import * as z from "zod/mini";

import {
  described,
  flag,
  impossible,
  optionalText,
  plain,
  ruled,
  section,
  text,
  wholeNumber,
  withDefault,
} from "../fields.ts";
import { headerName, headerValue } from "../header-fields.ts";
import { pairList } from "../pair-list.ts";

/** Milliseconds: otelconf has plain numbers where the rest of the file has durations. */
export function milliseconds(options: { description: string; default: number; min?: number }) {
  const { min = 1 } = options;
  const error = `must be ${min} to ${longestMs} milliseconds`;
  const { description } = options;
  return wholeNumber({
    description: `${description} Milliseconds.`,
    default: options.default,
    min,
    max: longestMs,
    error,
  });
}

const longestMs = 24 * 60 * 60 * 1000;

const protocol = described(
  text().check(
    z.superRefine((value, context) => {
      if (value === "http/protobuf" || value === "grpc") return;
      context.addIssue({ code: "custom", message: "must be http/protobuf or grpc" });
    }),
  ),
  { description: "`http/protobuf` or `grpc`.", "x-type": "string" },
);

const endpoint = described(
  text().check(
    z.superRefine((value, context) => {
      const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `https://${value}`);
      const isWhole = url !== null && /^https?:$/.test(url.protocol) && url.host !== "";
      const message = "must be an http or https URL without user name, password, query and fragment";
      if (isWhole && url.username + url.password + url.search + url.hash === "") return;
      context.addIssue({ code: "custom", message, params: plain("").params });
    }),
  ),
  {
    description:
      "`https://host:port` or `http://host:port`. Over HTTP the path is part of it; without one it is that of the signal: `/v1/traces`, `/v1/metrics`, `/v1/logs`. Without a scheme it is `https`, with `insecure` it is `http`.",
    "x-type": "string",
  },
);

const header = z.strictObject(
  { name: headerName, value: headerValue },
  { error: "must be a mapping with name and value" },
);

/** Keys of an OTLP exporter in otelconf v0.3.0. */
const otlpKeys = () => ({
  protocol,
  endpoint,
  headers: described(withDefault(z.array(header, { error: "must be a list of name and value" }), []), {
    description: "Headers, over gRPC metadata: a list of `name` and `value`. Values are secrets.",
    "x-type": "list",
  }),
  headers_list: described(z.optional(pairList(/^\s*[^=\s]+\s*=/)), {
    description: "The same as text, `name=value,name=value` with `%` codes; `headers` is stronger.",
    "x-type": "string",
  }),
  certificate: optionalText({
    description:
      "PEM file with the certificates that are trusted, read anew for each export. Default: the roots of the system.",
  }),
  client_certificate: optionalText({ description: "PEM file with the client certificate. Needs `client_key`." }),
  client_key: optionalText({ description: "PEM file with its key, not encrypted." }),
  compression: described(z.optional(z.enum(["", "gzip", "none"], { error: "must be gzip or none" })), {
    description: "`gzip` or `none`. Default: `none`.",
    "x-type": "string",
  }),
  insecure: flag({ default: false, description: "An `endpoint` without a scheme has no TLS." }),
  timeout: milliseconds({ default: 10_000, description: "Longest time for one export, all its attempts." }),
});

const metricKeys = () => ({
  temporality_preference: described(
    withDefault(
      z.enum(["cumulative", "delta", "lowmemory"], { error: "must be cumulative, delta or lowmemory" }),
      "cumulative",
    ),
    {
      description: "`cumulative`, `delta`, or `lowmemory`: `delta` for what is counted as it happens.",
      "x-type": "string",
    },
  ),
  default_histogram_aggregation: described(
    withDefault(
      z.enum(["explicit_bucket_histogram", "base2_exponential_bucket_histogram"], {
        error: "must be explicit_bucket_histogram or base2_exponential_bucket_histogram",
      }),
      "explicit_bucket_histogram",
    ),
    {
      description: "`explicit_bucket_histogram` or `base2_exponential_bucket_histogram`.",
      "x-type": "string",
    },
  ),
});

interface Otlp {
  protocol: string;
  endpoint: string;
  insecure: boolean;
  certificate?: string | undefined;
  client_certificate?: string | undefined;
  client_key?: string | undefined;
}

function otlpRule(value: Otlp, fault: (key: string, message: string) => void): void {
  const { certificate: ca = "", client_certificate: cert = "", client_key: key = "" } = value;
  const scheme = /^(https?):\/\//i.exec(value.endpoint)?.[1]?.toLowerCase();
  const isPlain = scheme === "http" || (scheme === undefined && value.insecure);
  if (scheme === "https" && value.insecure) fault("insecure", "true contradicts an https endpoint; use http");
  if (cert !== "" && key === "") fault("client_certificate", "provide both certificate and key, or neither");
  if (cert === "" && key !== "") fault("client_key", "provide both certificate and key, or neither");
  const [needless] = Object.entries({ certificate: ca, client_certificate: cert }).filter(([, path]) => path !== "");
  if (isPlain && needless !== undefined) fault(needless[0], "has no effect with an http endpoint, which has no TLS");
  const path = URL.parse(scheme === undefined ? `http://${value.endpoint}` : value.endpoint)?.pathname ?? "/";
  if (value.protocol === "grpc" && path !== "/") fault("endpoint", "has a path, which gRPC has no use for");
}

const console = () =>
  section({}, "One line of OTLP in JSON for each export, on standard output, where the log may be too.");

const noZipkin = described(
  z.optional(
    z.unknown().check(z.refine(() => false, impossible("is not supported, as in the Go supervisor; use otlp"))),
  ),
  { description: "Exporter to Zipkin.", "x-type": "section", "x-supported": false },
);

/** Where log records and spans go. @param twin where the keys are told in the reference. Default: here. */
export const exporterSection = (twin?: string) =>
  ruled(
    sameAs(
      twin,
      section(
        {
          otlp: z.optional(ruled(section(otlpKeys(), "Exporter over OTLP."), otlpRule)),
          console: z.optional(console()),
          zipkin: noZipkin,
        },
        "Where it goes: one of `otlp` and `console: {}`, a line of OTLP in JSON on standard output for each export.",
      ),
    ),
    oneOf("otlp", "console"),
  );

/** Where metrics are sent. */
export const metricExporterSection = () =>
  ruled(
    section(
      {
        otlp: z.optional(ruled(section({ ...otlpKeys(), ...metricKeys() }, "Exporter over OTLP."), otlpRule)),
        console: z.optional(console()),
      },
      "Where they go: one of `otlp` and `console: {}`, a line of OTLP in JSON on standard output for each export.",
    ),
    oneOf("otlp", "console"),
  );

/** A section whose keys are told in the reference where `twin` stands, if that is given. */
export function sameAs<Schema extends z.ZodMiniType>(twin: string | undefined, schema: Schema): Schema {
  if (twin === undefined) return schema;
  const { description = "", ...about } = z.globalRegistry.get(schema) ?? {};
  return described(schema, {
    ...about,
    description: `${description} The keys are those of \`${twin}\`.`,
    "x-keys-of": twin,
  });
}

/** Exactly one of two keys is there. */
export function oneOf<Key extends string>(first: Key, second: Key) {
  return (value: { readonly [Name in Key]?: unknown }, fault: (key: string, message: string) => void): void => {
    const both = value[first] !== undefined && value[second] !== undefined;
    if (both) fault(second, `must not be there beside ${first}`);
    if (value[first] === undefined && value[second] === undefined) fault(first, `must be specified, or ${second}`);
  };
}
