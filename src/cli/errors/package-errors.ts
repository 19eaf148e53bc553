import type { ArchiveFault } from "../../packages/archive-refusal.ts";
import type { VersionRefusal } from "../../packages/trust/judge-version.ts";
import type { DistrustCode } from "../../packages/trust/trust.ts";
import { type ErrorArea, explained, type Explanation, readOnlyStorage } from "./explanation.ts";

const archives: Readonly<Record<ArchiveFault, Explanation>> = {
  UNKNOWN_FORMAT: explained(
    "The file is neither a program nor an archive of a kind that is known.",
    "Another kind of archive; a page of a server in place of the file.",
    "Offer the program itself, or a `.tar`, `.tar.gz`, `.tar.zst` or `.zip`.",
  ),
  BROKEN_ARCHIVE: explained(
    "The archive is cut off or damaged, or has something behind its end.",
    "It was made or uploaded badly: what came has the offered hash.",
    "Make it anew and offer it with its hash.",
  ),
  TOO_LARGE: explained(
    "The file, or what it unpacks to, is larger than is allowed.",
    "`agent.package.download`; an archive made to fill disks.",
    "Raise the limit where the size is right.",
  ),
  TOO_MANY_ENTRIES: explained(
    "The archive has more entries than are read.",
    "An archive of something else than a Collector.",
    "Pack the program alone.",
  ),
  UNSAFE_ENTRY: explained(
    "The archive has something that no package needs.",
    "Links, devices, `..`, absolute paths, setuid bits.",
    "Pack plain files with relative names.",
  ),
  ENCRYPTED: explained("The archive is encrypted.", "It was made with a password.", "Pack it without one."),
  UNSUPPORTED: explained(
    "An entry is compressed in a way that is not known.",
    "A rare method of ZIP.",
    "Pack it with deflate.",
  ),
  ENTRY_MISSING: explained(
    "The archive does not have the program.",
    "`agent.package.binary` names another file.",
    "Correct the name, or the archive.",
  ),
  ENTRY_TWICE: explained("One name is there twice.", "An archive that was added to.", "Make it anew."),
};

const trust: Readonly<Record<Exclude<DistrustCode, "INTERNAL">, Explanation>> = {
  NO_SIGNATURE: explained(
    "The offer has no signature, and the operator wants one.",
    "The server offers the package without it.",
    "Sign the package (docs/packages.md).",
  ),
  SIGNATURE_MALFORMED: explained(
    "What stands in place of a signature cannot be read as one.",
    "Another format, or a text that was cut.",
    "Sign it in one of the forms of docs/packages.md.",
  ),
  SIGNATURE_INVALID: explained(
    "It is not a signature over this content.",
    "The file was changed after it was signed; another file's signature.",
    "Sign the very file that is offered.",
  ),
  SIGNER_UNTRUSTED: explained(
    "The signature holds, but is not of those whom the operator trusts, or not of enough of them.",
    "Another key or identity than `agent.package.verifier` has.",
    "Have it signed by them, or add the signer on the host.",
  ),
  CERTIFICATE: explained(
    "The signer's certificate does not lead to the trusted root, or was not valid then.",
    "Another authority; an expired certificate.",
    "Check the trusted root and the signing.",
  ),
  TRANSPARENCY_LOG: explained(
    "No transparency log that is trusted has the signature.",
    "It was signed without a log entry.",
    "Sign with an upload to the log.",
  ),
  TIMESTAMP: explained(
    "Nobody who is trusted says when it was signed.",
    "A bundle without a timestamp.",
    "Sign with a timestamp, or with a log entry that has one.",
  ),
  SIGNED_TOO_EARLY: explained(
    "It was signed before the operator's `signed_after`.",
    "An old release, or an attempt to bring one back.",
    "Offer one that was signed later.",
  ),
  CONTENT_CHANGED: explained(
    "The file on disk is no longer what was downloaded.",
    "Somebody has changed it meanwhile.",
    "Look who writes into the storage directory.",
  ),
  VERIFIER_UNUSABLE: explained(
    "What the operator has given to verify with cannot be used.",
    "A missing key, a trusted root that cannot be read.",
    "Correct `agent.package.verifier`.",
  ),
};

const versions: Readonly<Record<VersionRefusal, Explanation>> = {
  VERSION_MISMATCH: explained(
    "The program is another version than the offer says.",
    "The wrong file under the right name.",
    "Offer the file of that version.",
  ),
  VERSION_UNREADABLE: explained(
    "A version cannot be ordered, and the order decides.",
    "A version that is no semantic version.",
    "Use one, or set `agent.package.allow_downgrade`.",
  ),
  BELOW_MINIMUM: explained(
    "The version is older than the operator's minimum.",
    "`agent.package.minimum_version`.",
    "Offer a newer one.",
  ),
  DOWNGRADE: explained(
    "The version is older than what is or was installed.",
    "The server goes back.",
    "Set `agent.package.allow_downgrade`, or go back on the host: `packages rollback`.",
  ),
};

const others: Readonly<Record<string, Explanation>> = {
  NOT_ALLOWED: explained(
    "A package of this kind or name is not taken here.",
    "An add-on without an entry in `agent.package.allowed`, the supervisor itself, a second Collector.",
    "Let the add-on in there, or do not offer it.",
  ),
  NAME_CLASH: explained(
    "Two add-ons of the offer would stand in the same variable.",
    "Names that differ only in case, or in characters that a variable cannot have.",
    "Give one of them another name.",
  ),
  NO_HASH: explained("The package has no hash.", "An incomplete offer.", "Offer it with its hash."),
  NO_SERVER: explained(
    "There is no server that could offer packages.",
    "`server` was taken out of the configuration while a package was on its way.",
    "Configure the server again, or leave the package.",
  ),
  NO_FILE: explained(
    "The package has no file, or no address with http or https.",
    "An incomplete offer.",
    "Offer it with a download URL.",
  ),
  NO_CONTENT_HASH: explained(
    "Its content hash is no SHA-256.",
    "The server hashes in another way.",
    "Offer the SHA-256 of the file.",
  ),
  REQUEST: explained(
    "The file cannot be asked for as the offer says.",
    "An address or a header that is not valid.",
    "Correct the offer.",
  ),
  HASH_MISMATCH: explained(
    "What came has not the offered hash.",
    "The file was exchanged on its server.",
    "Offer the hash of the file that lies there.",
  ),
  NO_ROOM: explained(
    "There is no room for it on the disk.",
    "16 MiB have to stay free.",
    "Make room, then `opampsupervisor retry`.",
  ),
  STORAGE_READ_ONLY: readOnlyStorage,
  STALLED: explained(
    "Nothing came for a long time.",
    "A slow or broken network.",
    "It goes on by itself until `agent.package.download.timeout` is over; then `opampsupervisor retry`.",
  ),
  TIMEOUT: explained(
    "It took longer than is allowed.",
    "`agent.package.download`; a slow network; a program that hangs.",
    "Raise the limit, or look at the server.",
  ),
  PROTOCOL: explained(
    "The server of the file answers with something that makes no sense.",
    "A proxy in between; a broken server.",
    "Look at what it answers.",
  ),
  REDIRECT: explained(
    "The server leads to where nobody goes.",
    "From TLS to none, in a circle, to no address.",
    "Correct the server, or offer the last address.",
  ),
  NOT_A_PROGRAM: explained(
    "The file is no program that is known here.",
    "A script, a text, a page of a server.",
    "Offer the executable.",
  ),
  WRONG_SYSTEM: explained(
    "The program is for another system or architecture.",
    "The file of another platform.",
    "Offer the one for this host.",
  ),
  NO_OPAMP_EXTENSION: explained(
    "The Collector is built without the opamp extension.",
    "A distribution that does not have it.",
    "Use one that has, such as contrib.",
  ),
  PACKAGE_LOST: explained(
    "The package is not where it was put.",
    "Somebody has removed it from the storage directory.",
    "`opampsupervisor retry` fetches it again.",
  ),
};

/** Of the supervisor's own package. */
const own: Readonly<Record<string, Explanation>> = {
  NO_EXECVE: explained(
    "The supervisor's process cannot become another program here.",
    "A system without `execve`, such as Windows.",
    "Exchange the installed file and restart the service.",
  ),
  IN_CONTAINER: explained(
    "The supervisor is the program of a container.",
    "Its image is what brings another version.",
    "Roll out another image.",
  ),
  NOT_A_SUPERVISOR: explained(
    "The program does not say that it is opampsupervisor.",
    "Another program under the name `supervisor`.",
    "Offer a release asset of the supervisor.",
  ),
  SUPERVISOR_EXITED: explained(
    "The new supervisor ended before it had proved itself.",
    "A crash; a configuration that it does not take; somebody who ends processes.",
    "The text has its last words. `opampsupervisor retry` tries it again.",
  ),
  NOT_CONNECTED: explained(
    "The new supervisor got no answer of the server in time.",
    "A server or a network that was away; credentials that it reads otherwise.",
    "See whether the old one is connected, then `opampsupervisor retry`.",
  ),
  NOT_HEALTHY: explained(
    "The Collector was not healthy in time under the new supervisor.",
    "A Collector that was ill already; a configuration that it composes otherwise.",
    "The text has the Collector's words. `opampsupervisor retry` tries it again.",
  ),
};

export const packageErrors: ErrorArea = {
  title: "Packages",
  where:
    "In the status of the package (InstallFailed), as `CODE: phase: text`, in `packages`, `status` and `events`. Beside these: the codes of connections, for the server of the file, and those of configurations, for the trial.",
  codes: { ...others, ...archives, ...trust, ...versions, ...own },
};
