/**
 * The bits of an IP address, 32 or 128, as a text of 0 and 1; `undefined` for anything else. An IPv4 address within IPv6
 * counts as the IPv4 address that it is. No brackets, no zone, no other forms of IPv4 than four decimal numbers.
 */
export function addressBits(host: string): string | undefined {
  const four = parseIPv4(host);
  if (four !== undefined) return four;
  const six = parseIPv6(host);
  return six?.startsWith(mappedPrefix) ? six.slice(96) : six;
}

/**
 * Whether an address, given as its bits, lies in a range in CIDR form; a range that cannot be read holds none. For an IPv4
 * address that is written as IPv6 the length of the range counts from the front of the IPv6 address.
 */
export function inRange(bits: string, range: string): boolean {
  const prefix = prefixOf(range);
  return prefix?.bits === bits.length && bits.startsWith(prefix.text);
}

/** Whether a text is a range in CIDR form. */
export function isRange(text: string): boolean {
  return prefixOf(text) !== undefined;
}

/** What all addresses of a range begin with, and how many bits each of them has. */
function prefixOf(range: string): { text: string; bits: number } | undefined {
  const [base = "", length = "", more] = range.split("/");
  const network = addressBits(base);
  if (network === undefined || !/^\d{1,3}$/.test(length) || more !== undefined) return undefined;
  const fixed = Number(length) - (base.includes(":") && network.length === 32 ? 96 : 0);
  return fixed < 0 || fixed > network.length ? undefined : { text: network.slice(0, fixed), bits: network.length };
}

const mappedPrefix = "0".repeat(80) + "1".repeat(16);

function parseIPv4(text: string): string | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.map((part) => Number(part).toString(2).padStart(8, "0")).join("");
}

function parseIPv6(text: string): string | undefined {
  if (!/^[0-9a-f:.]+$/i.test(text) || !text.includes(":")) return undefined;
  const four = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = four === null ? undefined : parseIPv4(four[2] ?? "");
  if (four !== null && tail === undefined) return undefined;
  const groups = four === null ? text : `${four[1] ?? ""}${hexPairs(tail ?? "")}`;
  const [head = "", rest, more] = groups.split("::");
  if (more !== undefined) return undefined;
  const [left, right] = [split(head), split(rest ?? "")];
  const missing = 8 - left.length - right.length;
  if (rest === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...left, ...Array.from({ length: missing }, () => "0"), ...right];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.map((group) => parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}

function hexPairs(bits: string): string {
  return [bits.slice(0, 16), bits.slice(16)].map((half) => parseInt(half, 2).toString(16)).join(":");
}

function split(groups: string): string[] {
  return groups === "" ? [] : groups.split(":");
}
