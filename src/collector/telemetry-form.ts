import type { TelemetryForm } from "../compose/layers.ts";
import type { AvailableComponents } from "../opamp/wire/messages.ts";

/** The first minor version of the Collector's service module that reads resource attributes as a list (v0.151.0). */
const declarativeSince = 151;

/** How a build names the module of the opamp extension: its path and its version, as in go.mod. */
const opampModule =
  /^github\.com\/open-telemetry\/opentelemetry-collector-contrib\/extension\/opampextension v0\.(\d+)\.\d+$/;

/**
 * The form of resource attributes that a Collector takes, by the version of its opamp extension: the module needs a
 * service module at least as new, so one of v0.151.0 or later takes the list for certain. One before it may stand beside
 * a newer service module in a build of its own, which takes the inline form too. `undefined`: what it says of its
 * components does not tell, as with an extension from elsewhere.
 */
export function telemetryFormOf(components: AvailableComponents | undefined): TelemetryForm | undefined {
  const minor = opampMinor(components);
  if (minor === undefined) return undefined;
  return minor >= declarativeSince ? "declarative" : "inline";
}

/** The first minor version whose metrics readers take headers as a list of names and values (otelconf v0.3.0). */
const readersSince = 120;

/** Whether it takes a reader of its own metrics as the supervisor writes it; where its version does not tell, it does not. */
export function takesReaders(components: AvailableComponents | undefined): boolean {
  return (opampMinor(components) ?? 0) >= readersSince;
}

function opampMinor(components: AvailableComponents | undefined): number | undefined {
  const metadata = components?.components?.["extensions"]?.subComponentMap?.["opamp"]?.metadata ?? [];
  const module = metadata.find(({ key }) => key === "code.namespace")?.value?.stringValue ?? "";
  const [, minor] = opampModule.exec(module) ?? [];
  return minor === undefined ? undefined : Number(minor);
}
