import type { Link, TelemetryForm } from "./layers.ts";
import { withNoopPipeline } from "./noop-pipeline.ts";
import { withOpampExtension } from "./opamp-extension.ts";
import { print } from "./print.ts";
import { instanceIdLayer } from "./resource-attributes.ts";
import { list, mapping, plain, withValue } from "./tree.ts";

export interface BootstrapInput {
  /** Whether the Collector runs without pipelines (it knows the gate `service.AllowNoPipelines`). */
  allowNoPipelines: boolean;
  /** UUID as text. */
  instanceUid: string;
  link: Link;
  /** Default: not known yet; the resource of the Collector's own telemetry is then left alone. */
  telemetryForm?: TelemetryForm;
}

/** As `ownTelemetryLayer` has them: the output of this start is read, and passed on, in the same way. */
function logs(key: string): [string, ...string[]] {
  return ["service", "telemetry", "logs", key];
}

/** A configuration (YAML) with which the Collector only describes itself to the supervisor: it opens no port. */
export function composeBootstrap({ allowNoPipelines, instanceUid, link, telemetryForm }: BootstrapInput): string {
  const base = telemetryForm === undefined ? mapping() : instanceIdLayer(instanceUid, telemetryForm);
  const silent = withValue(base, ["service", "telemetry", "metrics", "level"], plain("none"));
  const logging = withValue(silent, logs("encoding"), plain("json"));
  const heard = withValue(logging, logs("output_paths"), list(plain("stdout")));
  const running = allowNoPipelines ? heard : withNoopPipeline(heard);
  return print(withOpampExtension(running, instanceUid, link));
}
