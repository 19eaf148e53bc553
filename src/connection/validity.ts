import type { CertificateFacts } from "../runtime/x509.ts";
import type { CheckedMaterial } from "./check-material.ts";

const day = 24 * 60 * 60 * 1000;
/** How long before its end a client certificate is worth a warning. */
const warningMs = 14 * day;

export type Concern = {
  level: "warn" | "error";
  message: string;
  fields: { subject: string; not_before?: string; not_after?: string; days_left?: number };
};

/**
 * What is to be said of the times of material at `now`: a client certificate, or the `what` that it is (or one that leads from it to its authority)
 * that is over, has not begun, or ends within 14 days; authorities of which none is valid any more.
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
      error("No certificate authority that is configured is valid any more", {
        subject: some.subject,
        not_after: date(some.validTo),
      }),
    );
  }
  return concerns;
}

/** Whether a server can accept material at `now`, as far as its times tell. */
export function isValidAt(now: number, material: Pick<CheckedMaterial, "chain" | "authorities">): boolean {
  return concernsAt(now, material).every(({ level }) => level !== "error");
}

function concernOf({ subject, validFrom, validTo }: CertificateFacts, now: number, what: string): Concern | undefined {
  if (validTo <= now) return error(`The ${what} has expired`, { subject, not_after: date(validTo) });
  if (validFrom > now) {
    return error(`The ${what} is not valid yet, by the clock of this machine`, {
      subject,
      not_before: date(validFrom),
    });
  }
  if (validTo - now >= warningMs) return undefined;
  const fields = { subject, not_after: date(validTo), days_left: Math.floor((validTo - now) / day) };
  return { level: "warn", message: `The ${what} expires soon`, fields };
}

function error(message: string, fields: Concern["fields"]): Concern {
  return { level: "error", message, fields };
}

/** Whole seconds of UTC. */
function date(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}
