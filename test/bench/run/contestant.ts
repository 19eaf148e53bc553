/** A supervisor that is measured. */
export interface Contestant {
  name: "ours" | "go";
  /** With its version. */
  title: string;
  /** Absolute path. */
  executable: string;
  /** Asks it to stop its Collector and itself. */
  stopSignal: "SIGTERM" | "SIGINT";
  /** What it needs in `capabilities` beside what both get. */
  capabilities: Readonly<Record<string, boolean>>;
}
