import type { CertificateFacts } from "../runtime/x509.ts";
import type { CheckedMaterial } from "./check-material.ts";

const day = 24 * 60 * 60 * 1000;
/** How long before its end a certificate is worth a warning at most: one that lasts a day is renewed every day. */
const warningMs = 14 * day;

export type Concern = {
  is: "over" | "not yet valid" | "near its end";
  level: "warn" | "error";
  message: string;
  fields: { subject: string; not_before?: string; not_after?: string; days_left?: number };
};

/**
 * What is to be said of the times of material at `now`: a client certificate, or the `what` that it is (or one that leads from it to its authority)
 * that is over, has not begun, or is near its end; authorities of which none is valid any more.
 */
export function concernsAt(
  now: number,
  { chain, authorities }: Pick<CheckedMaterial, "chain" | "authorities">,
  what: "client certificate" | "certificate" = "client certificate",
): Concern[] {
  const concerns = chain.flatMap((certificate) => concernOf(certificate, now, what) ?? []);
  const [some] = authorities;
  if (some && authorities.every(({ validTo }) => validTo <= now)) {
    concerns.push(
      error("over", "No certificate authority that is configured is valid any more", {
        subject: some.subject,
        not_after: date(some.validTo),
      }),
    );
  }
  return concerns;
}

/** From when on the end of a certificate is near, milliseconds since the Unix epoch: 14 days before, and at most the last third of its time. */
export function nearEndFrom({ validFrom, validTo }: Pick<CertificateFacts, "validFrom" | "validTo">): number {
  return validTo - Math.min(warningMs, (validTo - validFrom) / 3);
}

/** Whether a server can accept material at `now`, as far as its times tell. */
export function isValidAt(now: number, material: Pick<CheckedMaterial, "chain" | "authorities">): boolean {
  return concernsAt(now, material).every(({ level }) => level !== "error");
}

function concernOf(certificate: CertificateFacts, now: number, what: string): Concern | undefined {
  const { subject, validFrom, validTo } = certificate;
  if (validTo <= now) return error("over", `The ${what} has expired`, { subject, not_after: date(validTo) });
  if (validFrom > now) {
    return error("not yet valid", `The ${what} is not valid yet, by the clock of this machine`, {
      subject,
      not_before: date(validFrom),
    });
  }
  if (now <= nearEndFrom(certificate)) return undefined;
  const fields = { subject, not_after: date(validTo), days_left: Math.floor((validTo - now) / day) };
  return { is: "near its end", level: "warn", message: `The ${what} expires soon`, fields };
}

function error(is: Concern["is"], message: string, fields: Concern["fields"]): Concern {
  return { is, level: "error", message, fields };
}

/** Whole seconds of UTC. */
function date(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}
