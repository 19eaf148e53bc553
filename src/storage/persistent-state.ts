import { type Document, isMap, isScalar, parseDocument, Scalar } from "yaml";

import type { ConnectionSettingsStatuses, RemoteConfigStatuses } from "../opamp/wire/messages.ts";
import { formatInstanceId, parseInstanceId } from "./instance-id.ts";
import { type MachineRecord, readMachineRecord } from "./machine-record.ts";

/** What was last said to the server of a remote configuration. */
export interface StoredRemoteConfigStatus {
  readonly status: RemoteConfigStatuses;
  readonly lastRemoteConfigHash: Uint8Array;
  readonly errorMessage: string;
}

/** What was last said to the server of offered connection settings. */
export interface StoredSettingsStatus {
  readonly status: ConnectionSettingsStatuses;
  readonly lastConnectionSettingsHash: Uint8Array;
  readonly errorMessage: string;
}

/** The content of `persistent_state.yaml`. */
export interface PersistentState {
  /** 16 bytes; `undefined` where none is stored. */
  readonly instanceUid: Uint8Array | undefined;
  /** The machine that it belongs to. */
  readonly machine: MachineRecord | undefined;
  /** 16 bytes: the uid on the machine that this one is a copy of. */
  readonly clonedFrom: Uint8Array | undefined;
  readonly remoteConfigStatus: StoredRemoteConfigStatus | undefined;
  readonly settingsStatus: StoredSettingsStatus | undefined;
  /** Of the section `server` for which offered settings of the connection to it were taken, in hexadecimal digits. */
  readonly bootstrapHash: string | undefined;
  /** The text that was read or written last: what it holds beyond the above survives each change. */
  readonly text: string;
}

export interface ReadPersistentState {
  state: PersistentState;
  /** What could not be used, each in words for the log; empty where all was well. */
  oddities: string[];
}

export const noPersistentState: PersistentState = {
  instanceUid: undefined,
  machine: undefined,
  clonedFrom: undefined,
  remoteConfigStatus: undefined,
  settingsStatus: undefined,
  bootstrapHash: undefined,
  text: "",
};

/** Where a status stands in the file, and the name of its hash. */
const remoteConfigPlace = { path: ["last_remote_config_status"], hash: "last_remote_config_hash" };
const settingsPlace = {
  path: ["opamp_connection_settings", "last_status"],
  hash: "last_connection_settings_hash",
};
const bootstrapHashPath = ["opamp_connection_settings", "bootstrap_hash"];

/**
 * Reads the file of either supervisor. A part that makes no sense is left out and told in `oddities`; text that is
 * no YAML map at all yields the empty state.
 */
export function parsePersistentState(text: string): ReadPersistentState {
  const document = load(text);
  const fault = document.errors[0];
  if (fault !== undefined) return { state: noPersistentState, oddities: [fault.message.replace(/:?\n[\s\S]*/, "")] };
  if (!isMap(document.contents)) return { state: noPersistentState, oddities: ["not a YAML map"] };

  const oddities: string[] = [];
  const idText = scalarText(document, ["instance_id"]);
  const instanceUid = parseInstanceId(idText ?? "");
  if (idText === undefined) oddities.push("it has no instance_id");
  else if (instanceUid === undefined) oddities.push(`instance_id is not a UUID: ${JSON.stringify(idText)}`);
  const read = (place: StatusPlace) => {
    const status = readStatus(document, place);
    if (status === undefined && hasStatus(document, place)) {
      oddities.push(`${place.path.join(".")} has no status from 0 to 3 or no hash in hexadecimal digits`);
    }
    return status;
  };
  const remoteConfig = read(remoteConfigPlace);
  const settings = read(settingsPlace);
  const machine = readMachineRecord(
    scalarText(document, ["machine", "name"]),
    scalarText(document, ["machine", "standing"]),
  );
  if (machine === undefined && document.has("machine")) oddities.push("machine has no name or no standing");
  const clonedFrom = parseInstanceId(scalarText(document, ["cloned_from"]) ?? "");
  if (clonedFrom === undefined && document.has("cloned_from")) oddities.push("cloned_from is not a UUID");
  const state: PersistentState = {
    instanceUid,
    machine,
    clonedFrom,
    remoteConfigStatus: remoteConfig && {
      status: remoteConfig.status,
      lastRemoteConfigHash: remoteConfig.hash,
      errorMessage: remoteConfig.errorMessage,
    },
    settingsStatus: settings && {
      status: settings.status,
      lastConnectionSettingsHash: settings.hash,
      errorMessage: settings.errorMessage,
    },
    bootstrapHash: scalarText(document, bootstrapHashPath),
    text,
  };
  return { state, oddities };
}

/** The text for `state`: keys, number and hexadecimal digits as the Go supervisor reads and writes them (yaml.v3). */
export function renderPersistentState(state: PersistentState): string {
  const document = load(state.text === "" ? "{}" : state.text);
  if (isMap(document.contents)) document.contents.flow = false;
  if (state.instanceUid === undefined) document.delete("instance_id");
  else document.set("instance_id", plain(formatInstanceId(state.instanceUid)));
  if (state.machine === undefined) document.delete("machine");
  else document.set("machine", document.createNode({ ...state.machine }));
  if (state.clonedFrom === undefined) document.delete("cloned_from");
  else document.set("cloned_from", plain(formatInstanceId(state.clonedFrom)));
  if (state.remoteConfigStatus === undefined) document.set("last_remote_config_status", plain("null"));
  else setStatus(document, remoteConfigPlace, state.remoteConfigStatus, state.remoteConfigStatus.lastRemoteConfigHash);
  setSettings(document, state);
  return document.toString({ indent: 4, lineWidth: 0 });
}

/** With the failsafe schema each scalar stays the text that it is, so that nothing is lost on the way through. */
function load(text: string): Document {
  return parseDocument(text, { schema: "failsafe" });
}

interface StatusPlace {
  readonly path: readonly string[];
  readonly hash: string;
}

interface ReadStatus {
  status: number;
  hash: Uint8Array;
  errorMessage: string;
}

function readStatus(document: Document, { path, hash: hashKey }: StatusPlace): ReadStatus | undefined {
  const part = (key: string) => scalarText(document, [...path, key]);
  const status = /^[0-3]$/.test(part("status") ?? "") ? Number(part("status")) : undefined;
  const hash = part(hashKey) ?? "";
  if (status === undefined || !/^(?:[0-9a-f]{2})*$/i.test(hash)) return undefined;
  return { status, hash: Uint8Array.fromHex(hash), errorMessage: part("error_message") ?? "" };
}

function setStatus(
  document: Document,
  { path, hash: hashKey }: StatusPlace,
  { status, errorMessage }: { status: number; errorMessage: string },
  hash: Uint8Array,
): void {
  if (!isMap(document.getIn(path))) document.setIn(path, document.createNode({}));
  document.setIn([...path, "status"], plain(String(status)));
  document.setIn([...path, hashKey], quoted(hash.toHex()));
  document.setIn([...path, "error_message"], quoted(printable(errorMessage)));
}

/** A file without offered settings has no section for them. */
function setSettings(document: Document, { settingsStatus, bootstrapHash }: PersistentState): void {
  const parent = "opamp_connection_settings";
  if (!isMap(document.get(parent))) document.set(parent, document.createNode({}));
  if (bootstrapHash === undefined) document.deleteIn(bootstrapHashPath);
  else document.setIn(bootstrapHashPath, quoted(bootstrapHash));
  if (settingsStatus === undefined) document.deleteIn(settingsPlace.path);
  else setStatus(document, settingsPlace, settingsStatus, settingsStatus.lastConnectionSettingsHash);
  const section = document.get(parent);
  if (isMap(section) && section.items.length === 0) document.delete(parent);
}

function hasStatus(document: Document, { path }: StatusPlace): boolean {
  if (!document.hasIn(path)) return false;
  const text = scalarText(document, path);
  return text === undefined || !["", "null", "~"].includes(text);
}

function scalarText(document: Document, path: readonly string[]): string | undefined {
  const node = document.getIn(path, true);
  return isScalar(node) && typeof node.value === "string" ? node.value : undefined;
}

function plain(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = "PLAIN";
  return scalar;
}

function quoted(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = "QUOTE_DOUBLE";
  return scalar;
}

/** yaml.v3 refuses the whole file for one of these characters, also for most of their escapes. */
function printable(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g, "\ufffd");
}
