import type { PortRange } from "./port-range.ts";

/** What remote content may do (`agent.policy`). A rule that is absent bounds nothing. */
export interface PolicyConfig {
  components: { readonly [Kind in ComponentKind]?: TypeRule | undefined };
  /** Where remote content may let the Collector listen. */
  listen?: { addresses?: readonly string[] | undefined; ports?: readonly PortRange[] | undefined } | undefined;
  /** Where remote content may let the Collector connect to. */
  destinations?:
    | {
        schemes?: readonly string[] | undefined;
        hosts?: readonly string[] | undefined;
        ports?: readonly PortRange[] | undefined;
        /** What finds its targets at run time is allowed. */
        discovery?: boolean | undefined;
      }
    | undefined;
  /** `agent.access_dirs`, absolute: the files that remote content may name lie below these. */
  accessDirs?: readonly string[] | undefined;
  /** What `${…}` of remote content may refer to: names of variables (`*` within one stands for any text) and schemes. */
  configSources: { env: readonly string[]; schemes: readonly string[] };
  /** What each pipeline of the whole configuration must have. */
  required: readonly Requirement[];
  limits: { bytes?: number | undefined; pipelines?: number | undefined; depth?: number | undefined };
}

export type ComponentKind = "receivers" | "processors" | "exporters" | "connectors" | "extensions";

/** Types of components, without `/name`. `deny` is stronger. */
export interface TypeRule {
  allow?: readonly string[] | undefined;
  deny?: readonly string[] | undefined;
}

export interface Requirement {
  kind: "receivers" | "processors" | "exporters";
  type: string;
  position: "any" | "first" | "last";
}
