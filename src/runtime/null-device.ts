import { devNull } from "node:os";

/** What takes every output and keeps nothing. */
export const nullDevice: string = devNull;
