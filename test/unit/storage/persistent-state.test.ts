import { describe, expect, test } from "bun:test";

import { assert, property, string } from "fast-check";
import { parse } from "yaml";

import { RemoteConfigStatuses } from "../../../src/opamp/wire/messages.ts";
import {
  noPersistentState,
  parsePersistentState,
  renderPersistentState,
} from "../../../src/storage/persistent-state.ts";

const id = "018feed6-905b-7aa6-ba37-b0eec565de03";
const uid = Uint8Array.fromHex(id.replaceAll("-", ""));
const failed = {
  status: RemoteConfigStatuses.RemoteConfigStatuses_FAILED,
  lastRemoteConfigHash: Uint8Array.fromHex("259ac3f596"),
  errorMessage: 'cannot start: "exit 1"\nsecond line',
};

/** As yaml.v3 writes the state of the Go supervisor v0.149.0. */
const written = `instance_id: ${id}
last_remote_config_status:
    status: 3
    last_remote_config_hash: 259ac3f596
    error_message: |-
        cannot start: "exit 1"
        second line
`;

describe("parsePersistentState()", () => {
  test("reads the file of the Go supervisor", () => {
    expect(parsePersistentState(written)).toEqual({
      state: { ...noPersistentState, instanceUid: uid, remoteConfigStatus: failed, text: written },
      oddities: [],
    });
  });

  test("reads a file in which no status was saved yet", () => {
    const { state, oddities } = parsePersistentState(`instance_id: ${id}\nlast_remote_config_status: null\n`);
    expect(state).toMatchObject({ instanceUid: uid, remoteConfigStatus: undefined });
    expect(oddities).toEqual([]);
  });

  test("reads a hash that looks like a number as the text that it is", () => {
    const status = (hash: string) =>
      parsePersistentState(
        `instance_id: ${id}\nlast_remote_config_status: {status: 1, last_remote_config_hash: ${hash}, error_message: ""}`,
      ).state.remoteConfigStatus?.lastRemoteConfigHash.toHex();
    expect([status("0012"), status("1e10"), status('"12345678901234567890"'), status("AB")]).toEqual([
      "0012",
      "1e10",
      "12345678901234567890",
      "ab",
    ]);
  });

  test("keeps the identity where what is said of the machine makes no sense", () => {
    const { state, oddities } = parsePersistentState(
      `instance_id: ${id}\nmachine: {name: a, standing: odd}\ncloned_from: x\n`,
    );
    expect(state).toMatchObject({ instanceUid: uid, machine: undefined, clonedFrom: undefined });
    expect(oddities).toEqual(["machine has no name or no standing", "cloned_from is not a UUID"]);
  });

  test("reads what was said of connection settings, and the section for which they were taken", () => {
    const section = "opamp_connection_settings:\n    bootstrap_hash: 00ab\n    last_status:\n";
    const status = "        status: 2\n        last_connection_settings_hash: 00ff\n        error_message: no\n";
    const { state, oddities } = parsePersistentState(`instance_id: ${id}\n${section}${status}`);
    const hash = new Uint8Array([0, 255]);
    expect(state.settingsStatus).toEqual({ status: 2, lastConnectionSettingsHash: hash, errorMessage: "no" });
    expect([state.bootstrapHash, oddities]).toEqual(["00ab", []]);
    const { state: odd, oddities: told } = parsePersistentState(`instance_id: ${id}\n${section}        status: x\n`);
    expect([odd.settingsStatus, odd.bootstrapHash]).toEqual([undefined, "00ab"]);
    expect(told).toHaveLength(1);
  });

  test("keeps the identity where the status makes no sense", () => {
    for (const status of [
      "{status: 9, last_remote_config_hash: ab}",
      "{status: 1, last_remote_config_hash: xyz}",
      "[]",
      "soon",
    ]) {
      const { state, oddities } = parsePersistentState(`instance_id: ${id}\nlast_remote_config_status: ${status}\n`);
      expect(state).toMatchObject({ instanceUid: uid, remoteConfigStatus: undefined });
      expect(oddities).toEqual([
        "last_remote_config_status has no status from 0 to 3 or no hash in hexadecimal digits",
      ]);
    }
  });

  test("keeps the status where the identity makes no sense", () => {
    const { state, oddities } = parsePersistentState(written.replace(id, "not-an-id"));
    expect(state).toMatchObject({ instanceUid: undefined, remoteConfigStatus: failed });
    expect(oddities).toEqual(['instance_id is not a UUID: "not-an-id"']);
  });

  test("finds nothing in what is no YAML map", () => {
    for (const text of ["a: [", "just text", "- a", "a: 1\na: 2", "--- a\n--- b", "\t", "# nothing\n"]) {
      const { state, oddities } = parsePersistentState(text);
      expect(state).toEqual(noPersistentState);
      expect(oddities).toHaveLength(1);
      expect(oddities[0]).not.toContain("\n");
    }
  });

  test("throws for no text at all", () => {
    assert(property(string({ unit: "binary" }), (text) => parsePersistentState(text).oddities.length > 0));
  });
});

describe("renderPersistentState()", () => {
  test("writes the keys and forms of the Go supervisor", () => {
    const text = renderPersistentState({ ...noPersistentState, instanceUid: uid, remoteConfigStatus: failed });
    expect(text).toBe(`instance_id: ${id}
last_remote_config_status:
    status: 3
    last_remote_config_hash: "259ac3f596"
    error_message: "cannot start: \\"exit 1\\"\\nsecond line"
`);
  });

  test("writes no status as null", () => {
    const text = renderPersistentState({ ...noPersistentState, instanceUid: uid });
    expect(text).toBe(`instance_id: ${id}\nlast_remote_config_status: null\n`);
  });

  test("writes the machine that the uid belongs to, and where it was copied from, and reads them back", () => {
    const state = {
      ...noPersistentState,
      instanceUid: uid,
      machine: { name: "1e10", standing: "new" },
      clonedFrom: new Uint8Array(16).fill(1),
    } as const;
    const text = renderPersistentState(state);
    expect(text).toContain("machine:\n    name: 1e10\n    standing: new\ncloned_from: 01010101-0101-");
    expect(parsePersistentState(text)).toEqual({ state: { ...state, text }, oddities: [] });
    expect(renderPersistentState({ ...noPersistentState, instanceUid: uid, text })).not.toMatch(/machine|cloned/);
  });

  test("writes what was said of connection settings as the Go supervisor reads it, and takes it out again", () => {
    const settingsStatus = { status: 1, lastConnectionSettingsHash: new Uint8Array([0, 255]), errorMessage: "" };
    const text = renderPersistentState({ ...noPersistentState, instanceUid: uid, settingsStatus, bootstrapHash: "0a" });
    expect(text).toEndWith(`opamp_connection_settings:
    bootstrap_hash: "0a"
    last_status:
        status: 1
        last_connection_settings_hash: "00ff"
        error_message: ""
`);
    const { state } = parsePersistentState(text);
    const without = renderPersistentState({ ...state, settingsStatus: undefined, bootstrapHash: undefined });
    expect(without).toBe(`instance_id: ${id}\nlast_remote_config_status: null\n`);
  });

  test("leaves what it does not know as it was, comments included", () => {
    const others = `# kept
opamp_connection_settings:
    bootstrap_hash: "0123"
    last_status: {status: 1, last_connection_settings_hash: "00ff", error_message: ""}
    big: 12345678901234567890123
    half: 1.10
    nothing:
    folded: >-
        a b
all_packages_hash: 1e5
`;
    const { state } = parsePersistentState(`${written}${others}`);
    const text = renderPersistentState({ ...state, instanceUid: new Uint8Array(16).fill(1) });
    expect(text).toContain("instance_id: 01010101-0101-0101-0101-010101010101\n");
    expect(text.replaceAll("{ ", "{").replaceAll(" }", "}")).toEndWith(others);
  });

  test("is read back with any error message, in printable characters alone", () => {
    assert(
      property(string({ unit: "binary" }), (errorMessage) => {
        const text = renderPersistentState({ ...noPersistentState, remoteConfigStatus: { ...failed, errorMessage } });
        const back = parsePersistentState(text).state.remoteConfigStatus?.errorMessage;
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/);
        expect(back?.length).toBe(errorMessage.toWellFormed().length);
        expect(
          (parse(text) as { last_remote_config_status: { error_message: string } }).last_remote_config_status
            .error_message,
        ).toBe(back ?? "");
      }),
    );
  });
});
