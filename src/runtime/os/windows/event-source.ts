import { dlopen } from "#runtime/ffi.ts";

import { ServiceRefusal } from "../../service-control-port.ts";
import { wide } from "./wide.ts";

const localMachine = 0x8000_0002n;
const writeAccess = 0x2_0006;
const expandable = 2;
const number = 4;

/** A library of Windows whose message 1 to 1000 is the text of the entry. */
const messageFile = String.raw`%SystemRoot%\System32\EventCreate.exe`;
/** Information, warning and error. */
const typesSupported = 7;

const keyOf = (name: string) => String.raw`SYSTEM\CurrentControlSet\Services\EventLog\Application\ `.trimEnd() + name;

function openRegistry() {
  return dlopen("advapi32.dll", {
    RegCloseKey: { args: ["u64"], returns: "i32" },
    RegCreateKeyExW: { args: ["u64", "ptr", "u32", "ptr", "u32", "u32", "ptr", "ptr", "ptr"], returns: "i32" },
    RegDeleteTreeW: { args: ["u64", "ptr"], returns: "i32" },
    RegSetValueExW: { args: ["u64", "ptr", "u32", "u32", "ptr", "u32"], returns: "i32" },
  }).symbols;
}

/** Has the event log show the texts of a source as they are. Throws a `ServiceRefusal`. */
export function addEventSource(name: string): void {
  const registry = openRegistry();
  const key = new BigUint64Array(1);
  const refused = registry.RegCreateKeyExW(localMachine, wide(keyOf(name)), 0, null, 0, writeAccess, null, key, null);
  if (refused !== 0) throw new ServiceRefusal(`the event log's source ${name}`, refused);
  const file = wide(messageFile);
  const types = new Uint32Array([typesSupported]);
  const opened = key[0] ?? 0n;
  const error =
    registry.RegSetValueExW(opened, wide("EventMessageFile"), 0, expandable, file, file.byteLength) ||
    registry.RegSetValueExW(opened, wide("TypesSupported"), 0, number, types, types.byteLength);
  registry.RegCloseKey(opened);
  if (error !== 0) throw new ServiceRefusal(`the event log's source ${name}`, error);
}

/** One that is not there is removed too. */
export function removeEventSource(name: string): void {
  openRegistry().RegDeleteTreeW(localMachine, wide(keyOf(name)));
}
