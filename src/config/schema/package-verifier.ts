import * as z from "zod/mini";

import { readIdentityPattern } from "../identity-pattern.ts";
import {
  described,
  optionalText,
  plain,
  ruled,
  section,
  text,
  transformed,
  wholeNumber,
  withDefault,
} from "./fields.ts";

/** More of either would let a signature keep this machine busy for long. */
export const mostKeys = 16;

const pattern = text().check(
  z.refine((value) => value !== "", { error: "must be a pattern, which matches nothing where it is empty" }),
  z.superRefine((value, context) => {
    const reading = readIdentityPattern(value);
    if ("fault" in reading) context.addIssue({ code: "custom", message: reading.fault });
  }),
);

const filled = (what: string) => text().check(z.refine((value) => value !== "", { error: `must be ${what}` }));

type Fault = (key: string, message: string) => void;

/** Exactly one of two keys, which stand for one thing. */
function oneOf(value: Readonly<Record<string, unknown>>, [first, second]: readonly [string, string], fault: Fault) {
  if (value[first] === undefined && value[second] === undefined) fault(first, `provide one of ${first} and ${second}`);
  if (value[first] !== undefined && value[second] !== undefined) {
    fault(second, `provide either ${first} or ${second}, but not both`);
  }
}

const identity = ruled(
  z.strictObject(
    {
      issuer: z.optional(filled("the address of an issuer")),
      issuer_regex: z.optional(pattern),
      subject: z.optional(filled("the name of a signer")),
      subject_regex: z.optional(pattern),
    },
    { error: "must be a mapping with issuer and subject" },
  ),
  (value, fault) => {
    oneOf(value, ["issuer", "issuer_regex"], fault);
    oneOf(value, ["subject", "subject_regex"], fault);
  },
);

const publicKey = ruled(
  z.strictObject(
    { file: z.optional(filled("the path of a file")), pem: z.optional(filled("PEM text")) },
    { error: "must be a mapping with file or pem" },
  ),
  (value, fault) => oneOf(value, ["file", "pem"], fault),
);

const dateWish = "must be a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z";
const dateForm = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** RFC 3339, a day or a moment, as milliseconds since the Unix epoch. A day that no calendar has is none. */
const moment = (description: string) => {
  const parsed = transformed(z.string({ error: dateWish }), (value) => {
    const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
    const isDay =
      dateForm.test(value) && !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(value.slice(0, 10));
    const time = isDay ? Date.parse(value) : Number.NaN;
    return Number.isNaN(time) ? { fault: dateWish } : { value: time };
  });
  return described(z.optional(parsed), { description, "x-type": "date" });
};

const repository = text().check(
  z.refine((value) => /^[\w.-]+\/[\w.-]+$/.test(value), {
    error: "must be the owner and the name of a repository, owner/name",
  }),
);

const cosignSection = () =>
  section(
    {
      identities: described(
        z
          .array(identity, { error: "must be a list" })
          .check(z.refine((list) => list.length > 0, plain("must have at least one identity"))),
        {
          description:
            "Who may sign: a list of `issuer` or `issuer_regex`, with `subject` or `subject_regex`. Any one of them is enough, and both of its parts must match. A pattern must cover the whole text, as if it stood between `^` and `$` (the Go supervisor's need not).",
          "x-type": "list",
        },
      ),
      github_workflow_repository: described(z.optional(repository), {
        description: "`owner/name` of the repository on GitHub whose workflow must have signed. Default: any.",
        "x-type": "string",
      }),
      trusted_root: optionalText({
        description:
          "File with the trusted root (`trusted_root.json`): whose certificates, logs and timestamps count. Read anew for each package. Default: that of the public-good instance of Sigstore, as this version of the program has it.",
      }),
      signed_after: moment(
        "Refuse what was signed before, by its verified time: a day, which begins at midnight UTC, or a moment. Default: its age does not matter.",
      ),
    },
    "Signatures by an identity, without a key (`cosign sign-blob`).",
  );

const keySection = () =>
  section(
    {
      public_keys: described(
        z.array(publicKey, { error: "must be a list" }).check(
          z.refine((list) => list.length > 0, plain("must have at least one key")),
          z.refine((list) => list.length <= mostKeys, plain(`must have at most ${mostKeys} keys`)),
        ),
        {
          description:
            "Public keys: a list of `file`, read anew for each package, or `pem`, the text itself. Ed25519, ECDSA on P-256 or P-384. A text may hold several keys.",
          "x-type": "list",
        },
      ),
      threshold: wholeNumber({
        default: 1,
        min: 1,
        max: mostKeys,
        error: `must be between 1 and ${mostKeys}`,
        description: "How many of the keys must have signed. Each counts once, however often it stands there.",
      }),
    },
    "Signatures with keys.",
  );

/**
 * `agent.package.verifier`. The keys of `cosign` are those of the Go supervisor's branch, but for `trusted_root` and `signed_after`; the
 * others are ours. What belongs to another type is a fault: it would look like protection and be none.
 */
export const packageVerifierSection = () =>
  ruled(
    section(
      {
        type: described(
          withDefault(z.enum(["", "cosign", "key", "none"], { error: "must be one of cosign, key, none" }), ""),
          {
            description:
              "How a package is verified: by an identity (`cosign`), by keys (`key`), or not at all (`none`): then whoever has the server may run any program here.",
            "x-type": "string",
          },
        ),
        cosign: z.optional(cosignSection()),
        key: z.optional(keySection()),
      },
      "Verification of packages ([packages.md](packages.md#trust)).",
    ),
    (value, fault) => {
      for (const type of ["cosign", "key"] as const) {
        if (value.type === type && value[type] === undefined) fault(type, `type ${type} needs the section ${type}`);
        if (value.type === type || value[type] === undefined) continue;
        fault(type, value.type === "" ? `needs type: ${type}` : `has no place beside type ${value.type}`);
      }
    },
  );

export type PackageVerifierFile = z.output<ReturnType<typeof packageVerifierSection>>;
