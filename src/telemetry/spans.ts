/** What one kind of span tells. */
export interface SpanKind {
  name: string;
  description: string;
  /** Names of its events, with what they say. */
  events: Readonly<Record<string, string>>;
  /** Names of its attributes, with what they hold. */
  attributes: Readonly<Record<string, string>>;
  named: "Go supervisor" | "here";
}

const outcome = "`applied`, `failed`, `overtaken`, `interrupted`";

/** Every kind of span, in the order of docs/telemetry.md, which is held to it by a test. */
export const spans = [
  {
    name: "GetBootstrapInfo",
    description: "The Collector's program is looked at, and asked where it is not known yet.",
    events: {},
    attributes: {},
    named: "Go supervisor",
  },
  {
    name: "onMessage",
    description: "A message of the OpAMP server is taken.",
    events: { "Config changed": "it asks for another configuration, other connections or another package" },
    attributes: { "opamp.message.parts": "what the message has, by the names of OpAMP" },
    named: "Go supervisor",
  },
  {
    name: "processRemoteConfigMessage",
    description: "A remote configuration that was offered, in an `onMessage`, is decided on.",
    events: {},
    attributes: { "remote_config.hash": "of the offer", outcome: "`unchanged`, `taken`, `refused`" },
    named: "Go supervisor",
  },
  {
    name: "handleAgentOpAMPMessage",
    description: "A message of the Collector is taken.",
    events: {
      "Received effectiveConfig": "it has another effective configuration",
      "Received customCapabilities": "it has other custom capabilities",
      "Received health": "it has another health; attribute `health`: whether it is healthy",
    },
    attributes: {},
    named: "Go supervisor",
  },
  {
    name: "apply",
    description:
      "A change is brought into force, with a span for each phase inside. It is linked to the `onMessage` that asked for it.",
    events: {},
    attributes: { "remote_config.hash": "of what is brought into force", outcome, "error.type": "code of the failure" },
    named: "here",
  },
  {
    name: "apply.phase",
    description: "One phase of that.",
    events: {},
    attributes: {
      phase: "as of `supervisor.apply.duration`",
      outcome: "as of `supervisor.apply.duration`",
      "error.type": "code of the failure",
    },
    named: "here",
  },
  {
    name: "probation",
    description: "What was applied is watched. It is linked to its `apply`.",
    events: {},
    attributes: { outcome: "`promoted`, `withdrawn`, `overtaken`, `interrupted`" },
    named: "here",
  },
] as const satisfies readonly SpanKind[];

export type SpanName = (typeof spans)[number]["name"];
