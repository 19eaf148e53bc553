/** Both ends included. */
export interface PortRange {
  from: number;
  to: number;
}

/** Reads `4317` or `4317-4320`; `undefined` for any other text. */
export function parsePortRange(text: string): PortRange | undefined {
  const [, first, last = first] = /^\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  return from >= 1 && from <= to && to <= 65_535 ? { from, to } : undefined;
}
