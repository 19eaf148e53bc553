/** Of the runtime that this program is built with. */
export const runtimeVersion: string = Bun.version;
