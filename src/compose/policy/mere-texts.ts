import { canonicalType, ownerOf, typeOf } from "./components.ts";

/** Paths of URLs, which begin with a slash; expressions and secrets, which may begin with anything. */
const mereKey =
  /^(?:.*_)?(?:url_path|password)$|^(?:metrics|health|traces|logs|profiles|base|raw)_path$|^(?:regex|line_start_pattern|line_end_pattern|allowed_origins|passphrase|api_key|client_secret|secret_key)$/;

/** Keys of components that look like those of files, or whose texts may. */
const merePlaces: ReadonlyArray<readonly [kind: string, types: string, key: RegExp]> = [
  ["extensions", "healthcheck healthcheckv2", /^path$/],
  ["receivers", "webhookevent splunkhec", /^path$/],
  ["receivers", "filelog", /^exclude$/],
  ["processors", "attributes resource", /^value$/],
];

/** Sections of components whose texts are only compared with what is there, or become labels. */
const mereSections: ReadonlyArray<readonly [kind: string, type: string, step: RegExp]> = [
  ["receivers", "hostmetrics", /^(?:in|ex)clude_mount_points$/],
  ["receivers", "prometheus", /^(?:metric_)?relabel_configs$/],
];

/** Whether nothing is opened or connected to because of what stands at a place. */
export function isMereText(path: readonly string[], key: string): boolean {
  if (mereKey.test(key)) return true;
  const [kind, id] = ownerOf(path);
  const type = canonicalType(typeOf(id) ?? "");
  return (
    merePlaces.some(([where, types, name]) => where === kind && types.split(" ").includes(type) && name.test(key)) ||
    mereSections.some(([where, of, name]) => where === kind && of === type && path.some((step) => name.test(step)))
  );
}
