export interface HtpasswdEntry {
  username: string;
  password: string;
}

/** What `htpasswd` writes where it does not keep the password as it is. */
const hash = /^(?:\$(?:2[abxy]|apr1|1|5|6)\$|\{S?SHA\d*\})/;

/** The first line `user:password`, or what is wrong, in words that hold nothing of it. Comments and empty lines are passed over. */
export function firstEntry(text: string): { value: HtpasswdEntry } | { fault: string } {
  const lines = text.split("\n").map((line) => line.trim());
  const entry = lines.find((line) => line !== "" && !line.startsWith("#"));
  if (entry === undefined) return { fault: "is empty" };
  const colon = entry.indexOf(":");
  if (colon < 0) return { fault: "has no line user:password" };
  const password = entry.slice(colon + 1);
  if (hash.test(password)) return { fault: "holds the hash of a password, of which no credentials can be made" };
  return { value: { username: entry.slice(0, colon), password } };
}
