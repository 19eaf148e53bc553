import { canonicalType, ownerOf, typeOf } from "./components.ts";

/** Paths of URLs, which begin with a slash; expressions and secrets, which may begin with anything. */
const mereKey =
  /^(?:.*_)?(?:url_path|password)$|^(?:metrics|health|traces|logs|profiles|base|raw)_path$|^(?:regex|line_start_pattern|line_end_pattern|excluded_images|allowed_origins|passphrase|api_key|client_secret|secret_key)$/;

/** Keys of components that look like those of files or of addresses, or whose texts may; all keys of some components. */
const merePlaces: ReadonlyArray<readonly [kind: string, types: string, key: RegExp]> = [
  ["extensions", "healthcheck healthcheckv2", /^path$/],
  ["receivers", "webhookevent splunkhec", /^path$/],
  ["receivers", "filelog", /^exclude$/],
  ["exporters", "datadog", /^hostname$/],
  [
    "processors",
    "attributes resource filter transform tailsampling probabilisticsampler span redaction metricstransform groupbyattrs logdedup",
    /^/,
  ],
  ["connectors", "count sum spanmetrics routing signaltometrics", /^/],
];

/** Sections of components whose texts are only compared with what is there, or become labels. */
const mereSections: ReadonlyArray<readonly [kind: string, type: string, within: RegExp]> = [
  ["receivers", "hostmetrics", /::filesystem::(?:in|ex)clude_mount_points::mount_points::\d+$/],
  [
    "receivers",
    "prometheus",
    /::scrape_configs::\d+::(?:metric_)?relabel_configs::\d+::(?:source_labels|separator|regex|target_label|replacement|action)(?:::\d+)?$/,
  ],
];

/** Whether nothing is opened or connected to because of what stands at a place. */
export function isMereText(path: readonly string[], key: string): boolean {
  if (mereKey.test(key)) return true;
  const [kind, id] = ownerOf(path);
  const type = canonicalType(typeOf(id) ?? "");
  return (
    merePlaces.some(([where, types, name]) => where === kind && name.test(key) && types.split(" ").includes(type)) ||
    mereSections.some(([where, of, within]) => where === kind && of === type && within.test(path.join("::")))
  );
}
