import type { MachineRecord } from "../../storage/machine-record.ts";

/** Who this agent is, as it is stored. */
export interface StoredIdentity {
  /** 16 bytes; `undefined` before the first start. */
  readonly instanceUid: Uint8Array | undefined;
  readonly machine: MachineRecord | undefined;
  /** The uid on the machine that this one is a copy of. */
  readonly clonedFrom: Uint8Array | undefined;
}

export interface IdentityFacts {
  stored: StoredIdentity;
  /** The operator's `agent.instance_id`. */
  preset: Uint8Array | undefined;
  /** `Host.machine`: the name of this machine. */
  machine: string | undefined;
  /** Makes a uid that nobody else has. */
  makeUid(): Uint8Array;
}

/**
 * `same`: all is as it is stored. `first`: there was no uid. `noted`: the uid stays, and more is known of the machine. `clone`: the
 * storage directory has come from another machine. `changing`: the name of the machine tells nothing.
 */
export interface IdentityDecision {
  because: "same" | "first" | "noted" | "clone" | "changing";
  identity: StoredIdentity & { readonly instanceUid: Uint8Array };
}

/**
 * The uid goes with the machine on which it was made: a directory that is found on another one is a copy, whose agent gets
 * a uid of its own, the operator's where there is one. What the operator has set is never given up. A name of the machine
 * that is another one at the very next start after that was no sign of a copy but changes at each start, as in containers
 * that do not look like one; then it is not looked at any more, and the uid stays.
 */
export function decideIdentity({ stored, preset, machine, makeUid }: IdentityFacts): IdentityDecision {
  const { instanceUid, machine: known } = stored;
  if (instanceUid === undefined) {
    const made = { instanceUid: preset ?? makeUid(), machine: noted(machine), clonedFrom: undefined };
    return { because: "first", identity: made };
  }
  const same = { ...stored, instanceUid };
  const settled = machine === undefined || known?.standing === "changing";
  if (settled || (known?.name === machine && known.standing === "kept")) return { because: "same", identity: same };
  const stays = { because: "noted", identity: { ...same, machine: noted(machine) } } as const;
  if (known === undefined || known.name === machine) return stays;
  if (preset !== undefined && Buffer.compare(preset, instanceUid) === 0) return stays;
  if (known.standing === "new") {
    return { because: "changing", identity: { ...same, machine: { name: machine, standing: "changing" } } };
  }
  const fresh: MachineRecord = { name: machine, standing: "new" };
  const own = { instanceUid: preset ?? makeUid(), machine: fresh, clonedFrom: instanceUid };
  return { because: "clone", identity: own };
}

function noted(name: string | undefined): MachineRecord | undefined {
  return name === undefined ? undefined : { name, standing: "kept" };
}
