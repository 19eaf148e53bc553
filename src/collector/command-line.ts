/** What of the supervisor's configuration and of the binary shapes the Collector's arguments. */
export interface CommandLineFacts {
  /** The operator's `agent.args`, appended last. */
  args: readonly string[];
  /** The binary knows the gate `service.AllowNoPipelines`. */
  allowNoPipelines: boolean;
}

/** The gate without which a Collector refuses a configuration that has no pipelines. */
export const noPipelinesGate = "service.AllowNoPipelines";

/** The flag before the configuration's path. */
export const configFlag = "--config";

/** Arguments that run the Collector with `configFile`. */
export function runArguments(configFile: string, facts: CommandLineFacts): string[] {
  const gates = facts.allowNoPipelines ? ["--feature-gates", noPipelinesGate] : [];
  return [configFlag, configFile, ...gates, ...facts.args];
}

/** Arguments that check `configFile` exactly as it would run. */
export function validateArguments(configFile: string, facts: CommandLineFacts): string[] {
  return ["validate", ...runArguments(configFile, facts)];
}

/** Arguments that list the feature gates; the subcommand takes no flags. */
export const featureGateArguments: readonly string[] = ["featuregate"];

/** Arguments that list the components of the build; the subcommand takes no flags. */
export const componentsArguments: readonly string[] = ["components"];
