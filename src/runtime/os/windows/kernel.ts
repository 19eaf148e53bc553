import { dlopen } from "#runtime/ffi.ts";

/**
 * The calls of `kernel32.dll` that stand for what other systems have process groups and signals for. Handles are whole numbers;
 * 0 is none. Throws where FFI is forbidden.
 */
export function openKernel() {
  const { symbols } = dlopen("kernel32.dll", {
    AllocConsole: { args: [], returns: "i32" },
    AssignProcessToJobObject: { args: ["u64", "u64"], returns: "i32" },
    CloseHandle: { args: ["u64"], returns: "i32" },
    CreateFileW: { args: ["ptr", "u32", "u32", "ptr", "u32", "u32", "u64"], returns: "u64" },
    CreateJobObjectW: { args: ["ptr", "ptr"], returns: "u64" },
    CreateProcessW: {
      args: ["ptr", "ptr", "ptr", "ptr", "i32", "u32", "ptr", "ptr", "ptr", "ptr"],
      returns: "i32",
    },
    DeleteProcThreadAttributeList: { args: ["ptr"], returns: "void" },
    GenerateConsoleCtrlEvent: { args: ["u32", "u32"], returns: "i32" },
    GetConsoleCP: { args: [], returns: "u32" },
    GetConsoleWindow: { args: [], returns: "u64" },
    GetExitCodeProcess: { args: ["u64", "ptr"], returns: "i32" },
    GetLastError: { args: [], returns: "u32" },
    GetStdHandle: { args: ["u32"], returns: "u64" },
    InitializeProcThreadAttributeList: { args: ["ptr", "u32", "u32", "ptr"], returns: "i32" },
    QueryInformationJobObject: { args: ["u64", "i32", "ptr", "u32", "ptr"], returns: "i32" },
    RegisterWaitForSingleObject: { args: ["ptr", "u64", "ptr", "u64", "u32", "u32"], returns: "i32" },
    ResumeThread: { args: ["u64"], returns: "u32" },
    SetInformationJobObject: { args: ["u64", "i32", "ptr", "u32"], returns: "i32" },
    SetStdHandle: { args: ["u32", "u64"], returns: "i32" },
    TerminateJobObject: { args: ["u64", "u32"], returns: "i32" },
    TerminateProcess: { args: ["u64", "u32"], returns: "i32" },
    UnregisterWait: { args: ["u64"], returns: "i32" },
    UpdateProcThreadAttribute: { args: ["ptr", "u32", "u64", "ptr", "u64", "ptr", "ptr"], returns: "i32" },
  });
  return symbols;
}

export type Kernel = ReturnType<typeof openKernel>;
