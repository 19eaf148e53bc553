import { canonicalType, typeOf } from "./policy/components.ts";

/** What is known of a type that listens (v0.149.0). */
export interface ListeningType {
  /** Of the addresses in its settings, where no `transport` beside them says otherwise. */
  transport: "tcp" | "udp";
  /** It listens although nobody has told it where. */
  unasked?: true;
  /** Where it does so, for each part of its settings that says nothing of it. */
  defaults?: ReadonlyArray<readonly [section: readonly string[], port: number]>;
}

type Rows = ReadonlyArray<readonly [types: string, ListeningType]>;

/**
 * Types whose `endpoint` is an address of their own, or that listen without being told. Others are left out on purpose:
 * many receivers ask a peer under that key.
 */
const rows: Readonly<Record<string, Rows>> = {
  receivers: [
    [
      "otlp",
      {
        transport: "tcp",
        unasked: true,
        defaults: [
          [["protocols", "grpc"], 4317],
          [["protocols", "http"], 4318],
        ],
      },
    ],
    [
      "otelarrow stef jaeger skywalking zipkin opencensus carbon collectd signalfx sapm splunkhec influxdb awsfirehose faro " +
        "loki datadog prometheusremotewrite wavefront fluentforward webhookevent libhoneyevent",
      { transport: "tcp", unasked: true },
    ],
    ["statsd awsxray netflow", { transport: "udp", unasked: true }],
    ["tcplog syslog", { transport: "tcp" }],
    ["udplog", { transport: "udp" }],
  ],
  processors: [["remotetap", { transport: "tcp", unasked: true }]],
  exporters: [["prometheus", { transport: "tcp" }]],
  extensions: [
    ["healthcheck", { transport: "tcp", unasked: true, defaults: [[[], 13_133]] }],
    [
      "healthcheckv2 zpages pprof awsproxy jaegerremotesampling httpforwarder datadog",
      { transport: "tcp", unasked: true },
    ],
  ],
};

const table: ReadonlyMap<string, ListeningType> = new Map(
  Object.entries(rows).flatMap(([kind, list]) =>
    list.flatMap(([types, about]) => types.split(" ").map((type) => [`${kind} ${type}`, about] as const)),
  ),
);

/** What is known of a component's type; `undefined` where it does not listen, or where that is not known. */
export function listeningType(kind: string, id: string): ListeningType | undefined {
  return table.get(`${kind} ${canonicalType(typeOf(id) ?? "")}`);
}
