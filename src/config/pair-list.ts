import { decodePercent } from "../runtime/decode-percent.ts";

/** `name=value,name=value`, values with `%` codes (W3C Baggage, without properties). What has no name is passed over. */
export function pairsOf(list: string): [name: string, value: string][] {
  return list.split(",").flatMap((pair): [string, string][] => {
    const at = pair.indexOf("=");
    const name = pair.slice(0, Math.max(at, 0)).trim();
    return name === "" ? [] : [[name, decodePercent(pair.slice(at + 1).trim())]];
  });
}
