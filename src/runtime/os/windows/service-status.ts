/** Of `SERVICE_STATUS`. */
export const serviceStates = { stopped: 1, startPending: 2, running: 4, stopPending: 3 } as const;

/** What the service control manager asks for; it knows the state that it was told last, and asks for that without need. */
export const serviceControls = { stop: 1, shutdown: 5 } as const;

const ownProcess = 0x10;
const acceptStop = 0x1;
const acceptShutdown = 0x4;
const serviceSpecificError = 1066;

export interface ServiceStatus {
  state: keyof typeof serviceStates;
  /** Of a service that has stopped. Default: 0. */
  exitCode?: number;
  /** Goes up with each sign of life of a service that starts or stops. Default: 0. */
  checkPoint?: number;
  /** Within what time the next sign of life or state comes, milliseconds. Default: 0. */
  waitHintMs?: number;
}

/** `SERVICE_STATUS`: seven numbers of 32 bits. A service that starts or stops takes no orders. */
export function serviceStatus({ state, exitCode = 0, checkPoint = 0, waitHintMs = 0 }: ServiceStatus): Uint32Array {
  const accepts = state === "running" ? acceptStop + acceptShutdown : 0;
  const error = exitCode === 0 ? 0 : serviceSpecificError;
  return new Uint32Array([ownProcess, serviceStates[state], accepts, error, exitCode, checkPoint, waitHintMs]);
}
