import { win32 } from "node:path";

import type { SupervisorConfig } from "../../config/types.ts";
import { exitCodes } from "../command.ts";
import { serviceName, type Subject } from "./subject.ts";

export interface InstallOptions extends Subject {
  /** Path of the program that is to run. */
  program: string;
  /** The configuration's path, and what it says. */
  configFile: string;
  config: { storage: Pick<SupervisorConfig["storage"], "directory"> };
  /** The working directory. */
  directory: string;
}

/**
 * Installs the service, or brings the one that is there to the same. Its configuration and its storage hold secrets, and what runs with
 * the system's rights: they are made private first.
 */
export function installService({ call, services, program, configFile, config, directory }: InstallOptions): number {
  const file = win32.resolve(directory, configFile);
  // A service begins in the directory of the system.
  const storage = config.storage.directory;
  if (!win32.isAbsolute(storage)) return call.refuse(`storage.directory of a service must be absolute, is ${storage}`);
  services.makePrivate(file, "file");
  services.makePrivate(storage, "directory");
  services.install({
    name: serviceName,
    displayName: "OpenTelemetry OpAMP Supervisor",
    description: "Runs an OpenTelemetry Collector and manages it over OpAMP.",
    command: [program, "--config", file],
  });
  return call.print(`Installed: the service ${serviceName} with ${file}`, exitCodes.ok);
}
