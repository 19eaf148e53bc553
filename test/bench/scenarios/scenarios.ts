import { brokenConfiguration } from "./broken-configuration.ts";
import { burst } from "./burst.ts";
import { collectorKilled } from "./collector-killed.ts";
import { featureCosts } from "./features.ts";
import { firstRemoteConfiguration } from "./first-remote-configuration.ts";
import { firstStart } from "./first-start.ts";
import { idle } from "./idle.ts";
import { largeConfigurationTree, largeConfigurationValue, manyComponentsConfiguration } from "./large.ts";
import { laterStart } from "./later-start.ts";
import { localConfiguration } from "./local-configuration.ts";
import { memoryByFeature } from "./memory-by-feature.ts";
import { outage, outageWithReload, outageWithRestart } from "./outage.ts";
import { outputPassedThrough, outputToFile } from "./output.ts";
import { restartWithoutServer } from "./restart-without-server.ts";
import type { Scenario } from "./scenario.ts";
import { size } from "./size.ts";
import { supervisorKilled } from "./supervisor-killed.ts";

/** In the order in which they run and are shown. */
export const scenarios: readonly Scenario[] = [
  firstStart,
  laterStart,
  restartWithoutServer,
  localConfiguration,
  firstRemoteConfiguration,
  outage,
  outageWithRestart,
  outageWithReload,
  brokenConfiguration,
  collectorKilled,
  supervisorKilled,
  burst,
  largeConfigurationTree,
  largeConfigurationValue,
  manyComponentsConfiguration,
  outputToFile,
  outputPassedThrough,
  idle,
  memoryByFeature,
  featureCosts,
  size,
];
