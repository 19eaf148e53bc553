import { win32 } from "node:path";

import { exitCodes } from "../command.ts";
import { serviceName, type Subject } from "./subject.ts";

export interface InstallOptions extends Subject {
  /** Path of the program that is to run. */
  program: string;
  /** The configuration's path, and the storage directory that it names; the default one where there is no such file yet. */
  configFile: string;
  storage: string;
  isThere: boolean;
  /** The working directory. */
  directory: string;
}

/**
 * Installs the service, or brings the one that is there to the same. Its configuration and its storage hold secrets, and what runs with
 * the system's rights: they are made private first. One whose configuration is still to be written is not started with the system.
 */
export function installService(options: InstallOptions): number {
  const { call, services, program, configFile, storage, isThere, directory } = options;
  const file = win32.resolve(directory, configFile);
  // A service begins in the directory of the system.
  if (!win32.isAbsolute(storage)) return call.refuse(`storage.directory of a service must be absolute, is ${storage}`);
  if (isThere) services.makePrivate(file, "file");
  else services.makePrivateDirectory(win32.dirname(file));
  services.makePrivateDirectory(storage);
  services.makePrivate(storage, "directory");
  services.install({
    name: serviceName,
    displayName: "OpenTelemetry OpAMP Supervisor",
    description: "Runs an OpenTelemetry Collector and manages it over OpAMP.",
    command: [program, "--config", file],
    automatic: isThere,
  });
  const missing = isThere
    ? ""
    : ", which is still to be written; then install it again, so that it starts with the system";
  return call.print(`Installed: the service ${serviceName} with ${file}${missing}`, exitCodes.ok);
}
