import { describe, expect, test } from "bun:test";

import type { Policy } from "../../../../src/compose/policy/policy.ts";
import { refusalOfAll } from "../../../support/file-claims.ts";

/** As an operator may bound an agent on a machine or in a cluster. */
const policy: Partial<Policy> = {
  components: {
    exporters: { allow: ["otlp", "otlp_http", "debug", "loadbalancing"] },
    extensions: { deny: ["pprof"] },
  },
  listen: {
    addresses: ["127.0.0.1", "localhost", "10.0.0.0/8"],
    ports: [
      { from: 4317, to: 4318 },
      { from: 13_133, to: 13_133 },
    ],
  },
  destinations: {
    hosts: ["*.example.com", "localhost", "10.0.0.0/8", "*.svc.cluster.local"],
    ports: [
      { from: 443, to: 443 },
      { from: 4317, to: 4318 },
      { from: 5432, to: 6379 },
      { from: 8888, to: 8888 },
      { from: 10_250, to: 10_250 },
    ],
  },
  accessDirs: [
    "/var/log",
    "/hostfs",
    "/var/lib/otelcol",
    "/var/run/secrets/kubernetes.io/serviceaccount",
    "/etc/otel/tls",
  ],
  configSources: { env: ["MY_*", "K8S_*"], schemes: [] },
  required: [{ kind: "processors", type: "memory_limiter", position: "first" }],
  limits: { bytes: 100_000, pipelines: 10, depth: 20 },
};
const discovering: Partial<Policy> = { ...policy, destinations: { ...policy.destinations, discovery: true } };

const pipelines = `
processors:
  memory_limiter: { check_interval: 1s, limit_percentage: 80 }
  batch:
service:
  pipelines:
    any: { receivers: [x], processors: [memory_limiter, batch], exporters: [debug] }
`;

const everyday: Record<string, string> = {
  "the metrics of a host": `
receivers:
  hostmetrics:
    root_path: /hostfs
    collection_interval: 10s
    scrapers:
      cpu:
      disk: { include: { devices: [sda], match_type: strict } }
      filesystem:
        exclude_fs_types: { fs_types: [autofs, proc, sysfs], match_type: strict }
        exclude_mount_points: { mount_points: [/dev/*, /proc/*, /sys/*, '/var/lib/docker/.+'], match_type: regexp }
      process: { mute_process_exe_error: true, include: { names: ['.*'], match_type: regexp } }
`,
  "the logs of containers": `
extensions:
  file_storage: { directory: /var/lib/otelcol/storage }
receivers:
  file_log:
    include: [/var/log/pods/*/*/*.log, '/var/log/{app,web}/**/*.log']
    exclude: [/var/log/pods/kube-system_*/*/*.log, '**/*.gz']
    include_file_path: true
    start_at: end
    storage: file_storage
    multiline: { line_start_pattern: '\\d{4}-\\d{2}-\\d{2}' }
    operators:
      - { type: container, id: container-parser }
      - type: regex_parser
        regex: '^.*\\/(?P<namespace>[^_]+)_(?P<pod_name>[^_]+)_(?P<uid>[a-f0-9\\-]+)\\/..\\/(?P<restart_count>\\d+)\\.log$'
        parse_from: attributes["log.file.path"]
      - { type: router, routes: [{ output: a, expr: 'body matches "^\\\\{"' }] }
`,
  "a receiver and exporters of OTLP": `
extensions:
  health_check: { endpoint: "\${env:MY_POD_IP}:13133", path: /health/status }
receivers:
  otlp:
    protocols:
      grpc: { endpoint: "\${env:MY_POD_IP}:4317", max_recv_msg_size_mib: 16 }
      http: { endpoint: localhost:4318, cors: { allowed_origins: ["https://app.other.org"] }, traces_url_path: /v1/traces }
exporters:
  debug: ~
  otlp: { endpoint: "dns:///collector.observability.svc.cluster.local:4317", tls: { insecure: true }, compression: gzip }
  otlp/tls: { endpoint: gateway.example.com:4317, tls: { ca_file: /etc/otel/tls/ca.crt }, headers: { x-scope: tenant } }
  otlp_http: { endpoint: "https://otlp.example.com", headers: { authorization: "Bearer \${env:MY_TOKEN}" } }
  loadbalancing:
    protocol: { otlp: { endpoint: gateway.example.com:4317, tls: { insecure: true } } }
    resolver: { static: { hostnames: [gateway.example.com:4317] } }
`,
  "attributes of a cluster": `
processors:
  k8s_attributes:
    auth_type: serviceAccount
    filter: { node_from_env_var: K8S_NODE_NAME }
    extract: { metadata: [k8s.pod.name, k8s.namespace.name], labels: [{ tag_name: app, key: app.kubernetes.io/name, from: pod }] }
    pod_association: [{ sources: [{ from: resource_attribute, name: k8s.pod.ip }] }, { sources: [{ from: connection }] }]
  attributes: { actions: [{ key: http.route, value: /api/v1, action: insert }] }
  resource: { attributes: [{ key: deployment.environment, value: "\${env:MY_ENV}", action: upsert }] }
  filter: { error_mode: ignore, traces: { span: ['attributes["http.target"] == "/health"'] } }
  transform: { log_statements: [{ context: log, statements: ['set(attributes["a"], "https://b") where body == "c"'] }] }
  resourcedetection: { detectors: [env, system], timeout: 2s }
receivers:
  kubeletstats: { endpoint: "https://\${env:K8S_NODE_IP}:10250", auth_type: serviceAccount, insecure_skip_verify: true }
  k8s_cluster: { auth_type: serviceAccount, node_conditions_to_report: [Ready] }
`,
  "receivers that ask a peer": `
receivers:
  redis: { endpoint: "redis.example.com:6379", password: "\${env:MY_PASSWORD}" }
  postgresql: { endpoint: "localhost:5432", transport: tcp, databases: [a] }
`,
  "the Collector's own metrics": `
receivers:
  prometheus:
    config:
      scrape_configs:
        - job_name: otelcol
          scrape_interval: 10s
          static_configs: [{ targets: [localhost:8888], labels: { a: b } }]
          metric_relabel_configs: [{ source_labels: [__name__], regex: '.*grpc_io.*', action: drop }]
`,
};

const clusterScrape = `
receivers:
  prometheus:
    config:
      scrape_configs:
        - job_name: kubernetes-pods
          kubernetes_sd_configs: [{ role: pod, selectors: [{ role: pod, field: "spec.nodeName=\${env:K8S_NODE_NAME}" }] }]
          scheme: https
          tls_config: { ca_file: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt, insecure_skip_verify: true }
          bearer_token_file: /var/run/secrets/kubernetes.io/serviceaccount/token
          metrics_path: /metrics/cadvisor
          relabel_configs:
            - { source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], action: keep, regex: true }
            - { source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path], action: replace, target_label: __metrics_path__, regex: (.+) }
            - source_labels: [__address__, __meta_kubernetes_pod_annotation_prometheus_io_port]
              regex: ([^:]+)(?::\\d+)?;(\\d+)
              replacement: $$1:$$2
              target_label: __address__
            - { action: labelmap, regex: __meta_kubernetes_pod_label_(.+) }
            - { target_label: __metrics_path__, replacement: '/api/v1/nodes/$\${1}/proxy/metrics' }
`;

const env = { MY_POD_IP: "10.1.2.3", MY_TOKEN: "t", MY_PASSWORD: "/x+y=", K8S_NODE_IP: "10.1.2.4" };

describe("within bounds that an operator may draw", () => {
  test.each(Object.keys(everyday))("%s", async (name) => {
    expect(
      await refusalOfAll(policy, {
        remote: `${everyday[name]}${pipelines}`.replace(/(\nprocessors:\n[^]*)\nprocessors:/, "$1"),
        env,
      }),
    ).toBeUndefined();
  });

  test("what is scraped in a cluster, where discovery is allowed", async () => {
    const offer = { remote: `${clusterScrape}${pipelines}`, env };
    expect(await refusalOfAll(discovering, offer)).toBeUndefined();
    expect((await refusalOfAll(policy, offer))?.reason).toContain("(agent.policy.destinations.discovery)");
  });
});
