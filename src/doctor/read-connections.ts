import { resolve } from "node:path";

import { type CollectorConnections, noConnections } from "../compose/layers.ts";
import { openSecretBoxes } from "../storage/open-secret-boxes.ts";
import { storagePaths } from "../storage/paths.ts";
import { readStored } from "../storage/read-stored.ts";
import { storedConnections } from "../supervisor/server/stored-connections.ts";
import { silentLog } from "../telemetry/silent-log.ts";
import type { Patient } from "./context.ts";

/** The Collector's connections that the server has offered, as they are stored. That they cannot be read is for `checkStorage` to find. */
export async function readConnections({
  config,
  runtime,
}: Pick<Patient, "config" | "runtime">): Promise<CollectorConnections> {
  const opening = await openSecretBoxes(config.storage, runtime);
  if (!opening.opened) return noConnections;
  const paths = storagePaths(resolve(runtime.host.directory, config.storage.directory));
  const stored = await readStored({ ...runtime, paths, boxes: opening.boxes, log: silentLog });
  return storedConnections(stored, config).connections;
}
