import { dlopen, ptr } from "#runtime/ffi.ts";

import {
  type InstalledService,
  type ServiceControl,
  type ServiceDefinition,
  ServiceRefusal,
} from "../../service-control-port.ts";
import { commandLine } from "./command-line.ts";
import { addEventSource, removeEventSource } from "./event-source.ts";
import { makePrivateDirectories } from "./private-directories.ts";
import { openSecurity } from "./security.ts";
import { failureActions } from "./service-failure-actions.ts";
import { readServiceConfig, readServiceProcess } from "./service-records.ts";
import { wide } from "./wide.ts";

const connect = 0x1;
const createService = 0x2;
const allAccess = 0xf_01ff;
const queryConfigAndStatus = 0x5;
const startAccess = 0x10;
const stopAccess = 0x20;
const deleteAccess = 0x1_0000;
const ownProcess = 0x10;
const startTypes = { automatic: 2, demand: 3 } as const;
const normalError = 1;
const control = { stop: 1 } as const;
const info = { description: 1, failureActions: 2, delayedAutoStart: 3, failureActionsFlag: 4 } as const;
const doesNotExist = 1060;
const invalidLevel = 124;
const statusBytes = 36;
const longestConfig = 8192;

/** The services of this system. Throws where FFI is forbidden. */
export function openServiceControl(): ServiceControl {
  const advapi = dlopen("advapi32.dll", {
    ChangeServiceConfig2W: { args: ["u64", "u32", "ptr"], returns: "i32" },
    ChangeServiceConfigW: {
      args: ["u64", "u32", "u32", "u32", "ptr", "ptr", "ptr", "ptr", "ptr", "ptr", "ptr"],
      returns: "i32",
    },
    CloseServiceHandle: { args: ["u64"], returns: "i32" },
    ControlService: { args: ["u64", "u32", "ptr"], returns: "i32" },
    CreateServiceW: {
      args: ["u64", "ptr", "ptr", "u32", "u32", "u32", "u32", "ptr", "ptr", "ptr", "ptr", "ptr", "ptr"],
      returns: "u64",
    },
    DeleteService: { args: ["u64"], returns: "i32" },
    OpenSCManagerW: { args: ["ptr", "ptr", "u32"], returns: "u64" },
    OpenServiceW: { args: ["u64", "ptr", "u32"], returns: "u64" },
    QueryServiceConfigW: { args: ["u64", "ptr", "u32", "ptr"], returns: "i32" },
    QueryServiceStatusEx: { args: ["u64", "i32", "ptr", "u32", "ptr"], returns: "i32" },
    StartServiceW: { args: ["u64", "u32", "ptr"], returns: "i32" },
  }).symbols;
  const { GetLastError } = dlopen("kernel32.dll", { GetLastError: { args: [], returns: "u32" } }).symbols;

  const check = <Answer extends number | bigint>(answer: Answer, what: string): Answer => {
    if (Number(answer) === 0) throw new ServiceRefusal(what, GetLastError());
    return answer;
  };
  const withHandle = <Result>(handle: bigint, use: (handle: bigint) => Result): Result => {
    try {
      return use(handle);
    } finally {
      advapi.CloseServiceHandle(handle);
    }
  };
  const withManager = <Result>(access: number, use: (manager: bigint) => Result): Result =>
    withHandle(check(advapi.OpenSCManagerW(null, null, access), "the services of this system"), use);
  const withService = <Result>(name: string, access: number, use: (service: bigint) => Result): Result =>
    withManager(connect, (manager) =>
      withHandle(check(advapi.OpenServiceW(manager, wide(name), access), `the service ${name}`), use),
    );

  /** What this system knows nothing of (Wine) is left out. */
  const set = (service: bigint, level: number, information: BigUint64Array | Uint32Array, what: string) => {
    if (advapi.ChangeServiceConfig2W(service, level, information) !== 0) return;
    const error = GetLastError();
    if (error !== invalidLevel) throw new ServiceRefusal(what, error);
  };

  const settle = (service: bigint, { name, description, automatic }: ServiceDefinition): void => {
    const what = `the service ${name}`;
    const text = wide(description);
    set(service, info.description, new BigUint64Array([BigInt(ptr(text))]), what);
    const { actions, list } = failureActions();
    set(service, info.failureActions, actions, what);
    set(service, info.failureActionsFlag, new Uint32Array([1]), what);
    if (automatic) set(service, info.delayedAutoStart, new Uint32Array([1]), what);
    // The calls have read them by way of addresses up to here.
    text.fill(0);
    list.fill(0);
  };

  const find = (name: string): InstalledService =>
    withService(name, queryConfigAndStatus, (service) => {
      const status = new Uint32Array(statusBytes / 4);
      const needed = new Uint32Array(1);
      check(advapi.QueryServiceStatusEx(service, 0, status, statusBytes, needed), `the service ${name}`);
      const config = new Uint8Array(longestConfig);
      check(advapi.QueryServiceConfigW(service, config, longestConfig, needed), `the service ${name}`);
      return { ...readServiceProcess(status), commandLine: readServiceConfig(config, BigInt(ptr(config))) };
    });

  return {
    find: (name) => {
      try {
        return find(name);
      } catch (error) {
        if (error instanceof ServiceRefusal && error.code === doesNotExist) return undefined;
        throw error;
      }
    },
    install: (definition) => {
      withManager(connect + createService, (manager) => {
        const { name, displayName, command } = definition;
        const startType = startTypes[definition.automatic ? "automatic" : "demand"];
        const [what, line, shown] = [`the service ${name}`, wide(commandLine(command)), wide(displayName)];
        const there = advapi.OpenServiceW(manager, wide(name), allAccess);
        if (there === 0n) {
          const error = GetLastError();
          if (error !== doesNotExist) throw new ServiceRefusal(what, error);
          const made = advapi.CreateServiceW(
            manager,
            wide(name),
            shown,
            allAccess,
            ownProcess,
            startType,
            normalError,
            line,
            null,
            null,
            null,
            null,
            null,
          );
          withHandle(check(made, what), (service) => settle(service, definition));
          return;
        }
        withHandle(there, (service) => {
          const changed = advapi.ChangeServiceConfigW(
            service,
            ownProcess,
            startType,
            normalError,
            line,
            null,
            null,
            null,
            null,
            null,
            shown,
          );
          check(changed, what);
          settle(service, definition);
        });
      });
      addEventSource(definition.name);
    },
    remove: (name) => {
      withService(name, deleteAccess, (one) => check(advapi.DeleteService(one), `the service ${name}`));
      removeEventSource(name);
    },
    start: (name) =>
      void withService(name, startAccess, (one) => check(advapi.StartServiceW(one, 0, null), `the service ${name}`)),
    stop: (name) =>
      void withService(name, stopAccess, (one) =>
        check(advapi.ControlService(one, control.stop, new Uint32Array(7)), `the service ${name}`),
      ),
    makePrivateDirectory: (path) => makePrivateDirectories(path),
    makePrivate: (path, what) => openSecurity().makePrivate(path, what),
  };
}
