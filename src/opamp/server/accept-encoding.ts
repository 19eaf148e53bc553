/**
 * Whether an `Accept-Encoding` allows gzip (RFC 9110, 12.5.3): its own weight counts, else that of `*`; a weight of 0
 * forbids, and what is not named is not allowed here, though the header could be read more freely.
 */
export function acceptsGzip(header: string): boolean {
  const weights = new Map(header.split(",").map(readCoding));
  return (weights.get("gzip") ?? weights.get("x-gzip") ?? weights.get("*") ?? 0) > 0;
}

function readCoding(text: string): [name: string, weight: number] {
  const [name = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  return [name, weight === undefined ? 1 : Number(weight) || 0];
}
