/** The machine that a uid belongs to. */
export interface MachineRecord {
  /** As `Host.machine` gives it. */
  readonly name: string;
  /** `kept`: it was so before. `new`: it is so since the last start. `changing`: it is another one at each start. */
  readonly standing: (typeof standings)[number];
}

const standings = ["kept", "new", "changing"] as const;

/** `undefined` for what is no such record. */
export function readMachineRecord(name: string | undefined, standing: string | undefined): MachineRecord | undefined {
  const known = standings.find((word) => word === standing);
  return known === undefined || name === undefined || name === "" ? undefined : { name, standing: known };
}
