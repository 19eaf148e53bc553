import { addressBits, isRange } from "../runtime/ip-address.ts";

/** Labels of letters, digits, `-` and `_` (RFC 1123, and `_` as services and containers have it). */
const hostName = /^(?!.*-(?:\.|$))(?!-)[A-Za-z0-9_][A-Za-z0-9_-]{0,62}(?:\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*$/;

/**
 * Whether a text can cover a host: a name, `*.domain`, an IP address without brackets, a range in CIDR form, or `*`.
 * Every other text would cover nothing, without a word.
 */
export function isHostPattern(text: string): boolean {
  if (text === "*" || addressBits(text) !== undefined) return true;
  if (text.includes("/")) return isRange(text);
  const name = text.replace(/^\*\./, "");
  return hostName.test(name) && !/^(?:0x[0-9a-f]*|\d+)$/i.test(name.split(".").at(-1) ?? "");
}
