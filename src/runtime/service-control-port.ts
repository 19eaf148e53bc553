/** The port to the services of Windows, seen from outside. Implementers: `runtime/os/windows` and the tests. */

export type ServiceState = "stopped" | "starting" | "stopping" | "running" | "paused";

export interface InstalledService {
  state: ServiceState;
  /** Of the process; 0 where none runs. */
  pid: number;
  /** What is run. */
  commandLine: string;
  /** Of the last run: 0 where it ended in order, or has not ended. */
  exitCode: number;
}

export interface ServiceDefinition {
  name: string;
  displayName: string;
  description: string;
  /** The program and its arguments. */
  command: readonly string[];
  /** Whether it is started with the system, some time after the others. */
  automatic: boolean;
}

/** Every method throws a `ServiceRefusal`; what makes something private, an `Error` with the errno name in `code`. */
export interface ServiceControl {
  /** `undefined` where there is no service of this name. */
  find(name: string): InstalledService | undefined;
  /**
   * Makes the service, or brings the one that is there to this: started again after each failure, and known to the system's event log.
   */
  install(definition: ServiceDefinition): void;
  /** It is gone once it has stopped; what it has written into the event log stays. */
  remove(name: string): void;
  start(name: string): void;
  stop(name: string): void;
  /** Makes a directory that nobody has rights on but the system, administrators and this process's account; one that is there is left as it is. */
  makePrivateDirectory(path: string): void;
  /** Takes everybody else's rights away on what is there. */
  makePrivate(path: string, what: "directory" | "file"): void;
}

/** What Windows says no to, by its own number. */
export class ServiceRefusal extends Error {
  readonly code: number;

  constructor(what: string, code: number) {
    super(`${what}: ${words[code] ?? `Windows error ${code}`}`);
    this.name = "ServiceRefusal";
    this.code = code;
  }
}

const words: Readonly<Record<number, string>> = {
  5: "this takes an administrator",
  1053: "it did not answer in time",
  1056: "it runs already",
  1058: "it is disabled",
  1060: "there is no such service",
  1061: "it takes no orders now",
  1062: "it does not run",
  1072: "it is being removed; close what shows services, and try again",
};
