import type { Knowledge } from "../../collector/learn.ts";
import { type AgentDescription, type AvailableComponents, codec } from "../../opamp/wire/messages.ts";
import type { CollectorKnowledge } from "../../storage/collector-knowledge.ts";

/** What the running Collector says of itself, where that is known. */
export interface Reported {
  description: AgentDescription | undefined;
  components: AvailableComponents | undefined;
}

/**
 * The record of a Collector binary. `description` stays what the Collector said without a configuration, since it goes
 * into the resource of its own telemetry; what it says while running is kept beside it for the first report.
 */
export function storedKnowledge(knowledge: Knowledge, reported?: Reported): CollectorKnowledge {
  const { identity, allowNoPipelines, telemetryForm, description } = knowledge;
  const components = reported?.components ?? knowledge.components;
  const running = reported?.description ?? knowledge.reportedDescription;
  return {
    identity,
    allowNoPipelines,
    telemetryForm,
    description: codec.AgentDescription.encode(description).finish(),
    reportedDescription: running && codec.AgentDescription.encode(running).finish(),
    components: components && codec.AvailableComponents.encode(components).finish(),
  };
}

/** The record as it is used. */
export function restoredKnowledge(stored: CollectorKnowledge): Knowledge {
  const { identity, allowNoPipelines, telemetryForm, description, reportedDescription, components } = stored;
  return {
    identity,
    allowNoPipelines,
    telemetryForm,
    description: codec.AgentDescription.decode(description),
    reportedDescription: reportedDescription && codec.AgentDescription.decode(reportedDescription),
    components: components && codec.AvailableComponents.decode(components),
  };
}
