import {
  type InstalledService,
  type ServiceControl,
  type ServiceDefinition,
  ServiceRefusal,
} from "../../src/runtime/service-control-port.ts";

export interface FakeServices extends ServiceControl {
  /** What was asked for, in order. */
  asked: string[];
  installed: (ServiceDefinition & Omit<InstalledService, "commandLine">) | undefined;
}

/** Services of a Windows with one place. @param after what a service that is started, and one that is stopped, becomes */
export function fakeServices(
  after: {
    start?: Partial<InstalledService>;
    stop?: Partial<InstalledService>;
    denied?: boolean;
    /** What becomes of each attempt to make something private. */
    closed?: Error;
  } = {},
): FakeServices {
  const order = (name: string, change: Partial<InstalledService>) => {
    services.asked.push(name);
    if (after.denied === true) throw new ServiceRefusal("the service opampsupervisor", 5);
    if (services.installed === undefined) throw new ServiceRefusal("the service opampsupervisor", 1060);
    Object.assign(services.installed, change);
  };
  const services: FakeServices = {
    asked: [],
    installed: undefined,
    find: () => {
      const { installed } = services;
      if (installed === undefined) return undefined;
      const { state, pid, exitCode, command } = installed;
      return { state, pid, exitCode, commandLine: command.join(" ") };
    },
    install: (definition) => {
      services.asked.push("install");
      if (after.denied === true) throw new ServiceRefusal("the service opampsupervisor", 5);
      services.installed = { ...definition, state: "stopped", pid: 0, exitCode: 0 };
    },
    remove: () => {
      order("remove", {});
      services.installed = undefined;
    },
    start: () => order("start", after.start ?? { state: "running", pid: 7 }),
    stop: () => order("stop", after.stop ?? { state: "stopped", pid: 0 }),
    makePrivateDirectory: (path) => void services.asked.push(`directory ${path}`),
    makePrivate: (path, what) => {
      services.asked.push(`private ${what} ${path}`);
      if (after.closed !== undefined) throw after.closed;
    },
  };
  return services;
}
