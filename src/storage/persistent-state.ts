import { type Document, isMap, isScalar, parseDocument, Scalar } from "yaml";

import type { RemoteConfigStatuses } from "../opamp/wire/messages.ts";
import { formatInstanceId, parseInstanceId } from "./instance-id.ts";
import { type MachineRecord, readMachineRecord } from "./machine-record.ts";

/** What was last said to the server of a remote configuration. */
export interface StoredRemoteConfigStatus {
  readonly status: RemoteConfigStatuses;
  readonly lastRemoteConfigHash: Uint8Array;
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
  text: "",
};

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
  const remoteConfigStatus = readStatus(document);
  if (remoteConfigStatus === undefined && hasStatus(document)) {
    oddities.push("last_remote_config_status has no status from 0 to 3 or no hash in hexadecimal digits");
  }
  const machine = readMachineRecord(
    scalarText(document, ["machine", "name"]),
    scalarText(document, ["machine", "standing"]),
  );
  if (machine === undefined && document.has("machine")) oddities.push("machine has no name or no standing");
  const clonedFrom = parseInstanceId(scalarText(document, ["cloned_from"]) ?? "");
  if (clonedFrom === undefined && document.has("cloned_from")) oddities.push("cloned_from is not a UUID");
  return { state: { instanceUid, machine, clonedFrom, remoteConfigStatus, text }, oddities };
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
  else setStatus(document, state.remoteConfigStatus);
  return document.toString({ indent: 4, lineWidth: 0 });
}

/** With the failsafe schema each scalar stays the text that it is, so that nothing is lost on the way through. */
function load(text: string): Document {
  return parseDocument(text, { schema: "failsafe" });
}

function readStatus(document: Document): StoredRemoteConfigStatus | undefined {
  const part = (key: string) => scalarText(document, ["last_remote_config_status", key]);
  const status = /^[0-3]$/.test(part("status") ?? "") ? Number(part("status")) : undefined;
  const hash = part("last_remote_config_hash") ?? "";
  if (status === undefined || !/^(?:[0-9a-f]{2})*$/i.test(hash)) return undefined;
  return { status, lastRemoteConfigHash: Uint8Array.fromHex(hash), errorMessage: part("error_message") ?? "" };
}

function setStatus(document: Document, status: StoredRemoteConfigStatus): void {
  const parent = "last_remote_config_status";
  if (!isMap(document.get(parent))) document.set(parent, document.createNode({}));
  document.setIn([parent, "status"], plain(String(status.status)));
  document.setIn([parent, "last_remote_config_hash"], quoted(status.lastRemoteConfigHash.toHex()));
  document.setIn([parent, "error_message"], quoted(printable(status.errorMessage)));
}

function hasStatus(document: Document): boolean {
  if (!document.has("last_remote_config_status")) return false;
  const text = scalarText(document, ["last_remote_config_status"]);
  return text === undefined || !["", "null", "~"].includes(text);
}

function scalarText(document: Document, path: string[]): string | undefined {
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
