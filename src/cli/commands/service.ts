import { defaultStorageDirectory } from "../../config/conditional-defaults.ts";
import { errorCode } from "../../runtime/error-code.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import type { Clock } from "../../runtime/ports.ts";
import { ServiceRefusal } from "../../runtime/service-control-port.ts";
import { createClock } from "../../runtime/shared/clock.ts";
import { openOwnProgram } from "../../runtime/shared/own-program.ts";
import { createRuntime } from "../../runtime/shared/runtime.ts";
import { openWindowsServices } from "../../runtime/shared/windows-services.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { configFlag, configNeeded, jsonFlag } from "../flags.ts";
import { readOfflineConfig } from "../offline-config.ts";
import { installService } from "../service/install.ts";
import { startService } from "../service/start.ts";
import { serviceStatus } from "../service/status.ts";
import { stopService } from "../service/stop.ts";
import type { Subject } from "../service/subject.ts";
import { uninstallService } from "../service/uninstall.ts";

const orders: Readonly<Record<string, (subject: Subject) => number | Promise<number>>> = {
  install,
  uninstall: uninstallService,
  start: startService,
  stop: stopService,
  status: serviceStatus,
};

const names = Object.keys(orders);

export const serviceCommand: Command = {
  description: "Installs, starts and stops the service of Windows.",
  flags: { ...configFlag, ...jsonFlag },
  operands: { hint: "ORDER", description: names.join(", "), least: 1, most: 1, are: names },
  afterFlags: `
On Windows alone; all but status takes an administrator. The service is named
opampsupervisor, runs as LocalSystem, starts with the system, and again when it
has failed. install needs --config, and takes everybody else's rights on that
file and on storage.directory away; on a service that is there it changes what
differs. A service whose file is still to be written does not start with the
system. uninstall leaves file and storage. --json is for status.

EXAMPLES

  opampsupervisor service install --config C:\\supervisor\\config.yaml
  opampsupervisor service start
  opampsupervisor service status --json
  opampsupervisor service uninstall
`,
  json: [
    ["name", "of the service"],
    ["installed", "whether there is one; all that follows is there only then"],
    ["state", "`running`, `starting`, `stopping`, `stopped` or `paused`"],
    ["pid", "of its process; 0 where none runs"],
    ["exitCode", "of its last run"],
    ["commandLine", "what it runs"],
  ],
  run: (call) => runService(call),
};

const denied = 5;

export interface ServiceCommandOptions {
  /** Opens the services of this system. Default: those of this one. */
  open?: typeof openWindowsServices;
  /** Default: the system's. */
  clock?: Clock;
}

export async function runService(call: Call, options: ServiceCommandOptions = {}): Promise<number> {
  const { open = openWindowsServices, clock = createClock() } = options;
  const services = await open();
  if (services === undefined) return call.fail("services are for Windows; elsewhere systemd or what is there runs it");
  const [order = ""] = call.operands;
  try {
    return (await orders[order]?.({ call, services, clock })) ?? exitCodes.usage;
  } catch (error) {
    if (error instanceof ServiceRefusal) {
      return call.fail(error.message, error.code === denied ? exitCodes.denied : exitCodes.failure);
    }
    return failOf(error, call);
  }
}

/** What a file or a directory was refused with; all else is nobody's expectation. */
function failOf(error: unknown, call: Call): number {
  const code = errorCode(error);
  if (code === undefined) throw error;
  if (code !== "EACCES" && code !== "EPERM") return call.fail(errorMessage(error));
  return call.fail(`${errorMessage(error)}: this takes an administrator`, exitCodes.denied);
}

async function install(subject: Subject): Promise<number> {
  const { call } = subject;
  const configFile = call.values.get("config");
  if (configFile === undefined) return call.refuse(configNeeded);
  const { files, host } = createRuntime();
  const isThere = (await files.stat(configFile)) !== undefined;
  const storage = isThere ? await storageOf(call) : defaultStorageDirectory(host);
  if (typeof storage === "number") return storage;
  const { path: program } = openOwnProgram();
  return installService({ ...subject, program, configFile, storage, isThere, directory: host.directory });
}

async function storageOf(call: Call): Promise<string | number> {
  const offline = await readOfflineConfig(call);
  return typeof offline === "number" ? offline : offline.config.storage.directory;
}
