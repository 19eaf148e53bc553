import { pairsOf } from "../../config/pair-list.ts";
import type { AttributeValue, DetectorName, ResourceConfig } from "../../config/telemetry-types.ts";
import type { Files, Host } from "../../runtime/ports.ts";
import { matchNames } from "../../telemetry/match-names.ts";

export interface OwnResourceOptions {
  /** Unset: nothing but what the supervisor says of itself. */
  config: ResourceConfig | undefined;
  host: Host;
  files: Pick<Files, "read">;
  version: string;
  /** The instance uid as text. */
  instanceId: string;
}

/** Of the semantic conventions that the attributes and instruments are named by. */
export const conventionsUrl = "https://opentelemetry.io/schemas/1.40.0";

const serviceName = "opamp-supervisor";

/**
 * Attributes of all that the supervisor exports: what was detected, over it what it says of itself, over that what the
 * operator says. Its `service.instance.id` is the agent's, so that both can be put side by side; the names of their services
 * differ.
 */
export async function ownResource(options: OwnResourceOptions): Promise<Record<string, AttributeValue>> {
  const { config, version, instanceId } = options;
  const wanted = config?.detected ? matchNames(config.detected) : () => true;
  const attributes = new Map<string, AttributeValue>();
  for (const name of config?.detectors ?? []) {
    for (const [key, value] of Object.entries(await detect(name, options))) {
      if (wanted(key)) attributes.set(key, value);
    }
  }
  const own = { "service.name": serviceName, "service.version": version, "service.instance.id": instanceId };
  for (const [name, value] of Object.entries(own)) if (!attributes.has(name)) attributes.set(name, value);
  for (const [name, value] of config?.attributes ?? []) {
    if (value === null) attributes.delete(name);
    else attributes.set(name, value);
  }
  return Object.fromEntries(attributes);
}

type Detected = Readonly<Record<string, AttributeValue>>;

async function detect(name: DetectorName, { host, files }: OwnResourceOptions): Promise<Detected> {
  const detectors: Readonly<Record<DetectorName, () => Detected | Promise<Detected>>> = {
    container: async () => optional("container.id", await containerId(files)),
    env: () => fromVariable(host.env),
    host: async () => {
      return { "host.name": host.name, "host.arch": host.arch, ...optional("host.id", await host.machine()) };
    },
    process: () => ({ "process.pid": host.pid, "process.executable.name": "opampsupervisor" }),
    service: () => optional("service.name", host.env["OTEL_SERVICE_NAME"] || undefined),
  };
  return await detectors[name]();
}

function optional(name: string, value: string | undefined): Detected {
  return value === undefined ? {} : { [name]: value };
}

/** `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_SERVICE_NAME`, which is stronger. */
function fromVariable(env: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = pairsOf(env["OTEL_RESOURCE_ATTRIBUTES"] ?? "");
  const name = env["OTEL_SERVICE_NAME"];
  return { ...Object.fromEntries(pairs), ...(name && { "service.name": name }) };
}

/** Of the container that this process is in, by its control group or, with version 2 of those, by its mounts. */
async function containerId(files: Pick<Files, "read">): Promise<string | undefined> {
  for (const [path, pattern] of containerFiles) {
    const text = await files.read(path).then(
      (bytes) => new TextDecoder().decode(bytes),
      () => "",
    );
    const id = pattern.exec(text)?.[1];
    if (id !== undefined) return id;
  }
  return undefined;
}

const containerFiles: readonly (readonly [path: string, pattern: RegExp])[] = [
  ["/proc/self/cgroup", /[/:-]([0-9a-f]{64})(?:\.scope)?$/m],
  ["/proc/self/mountinfo", /\/(?:containers|sandboxes)\/([0-9a-f]{64})\//],
];
