import type { ChangeOutcome } from "../agents/change-outcome.ts";
import type { Fleet } from "../agents/fleet.ts";
import type { Fields } from "../connections/read-tls-fields.ts";
import { allAgents } from "../connections/settings.ts";
import type { PackageDesk } from "../packages/package-desk.ts";
import type { SigningKey } from "../packages/signing-key.ts";
import { collectorName, supervisorName } from "../packages/stored-package.ts";
import { messagePage } from "../pages/message-page.ts";
import { packagesPage } from "../pages/packages-page.ts";
import { agentsWith } from "./agents-with.ts";
import { changeRoute } from "./change-route.ts";
import { mediaType } from "./media-type.ts";
import { readUpload, type UploadedForm } from "./read-upload.ts";
import { unknownAgent } from "./refusals.ts";
import { json, plain, problem } from "./respond.ts";
import type { Route } from "./router.ts";

export interface PackageRoutesOptions {
  fleet: Fleet;
  packages: PackageDesk;
  signingKey: SigningKey;
}

const list = () => "/packages";

/** The page of packages, what people do with them, and the same as JSON. */
export function packageRoutes({ fleet, packages, signingKey }: PackageRoutesOptions): Route[] {
  const { publicKey, publicKeyFile } = signingKey;
  const ofAgent = (uid: string) => `/agents/${uid}#packages`;
  return [
    {
      method: "GET",
      path: "/packages",
      handle: () => {
        const agents = agentsWith(fleet, (uid) => packages.view(uid));
        return packagesPage({ packages: packages.all(), forAll: packages.forAll(), agents, publicKey, publicKeyFile });
      },
    },
    { method: "GET", path: "/api/packages", handle: () => json({ packages: packages.all(), publicKey }) },
    { method: "POST", path: "/packages", handle: (request) => upload(request, packages) },
    {
      method: "GET",
      path: "/api/agents/:uid/packages",
      handle: (_request, uid) => {
        const view = packages.view(uid);
        return view ? json(view) : problem(unknownAgent.status, unknownAgent.reason);
      },
    },
    ...changeRoute({
      path: "/packages/offer",
      back: list,
      change: (fields) => packages.choose(allAgents, numberIn(fields)),
    }),
    ...changeRoute({
      path: "/packages/withdraw",
      back: list,
      change: ({ name = "" }) => packages.withdraw(allAgents, name),
    }),
    ...changeRoute({ path: "/packages/remove", back: list, change: (fields) => packages.remove(numberIn(fields)) }),
    ...changeRoute({
      path: "/agents/:uid/packages",
      back: ofAgent,
      change: (fields, uid) => packages.choose(uid, numberIn(fields)),
    }),
    ...changeRoute({
      path: "/agents/:uid/packages/withdraw",
      back: ofAgent,
      change: ({ name = "" }, uid) => packages.withdraw(uid, name),
    }),
    ...changeRoute({
      path: "/agents/:uid/packages/again",
      back: ofAgent,
      change: (_fields, uid) => packages.tryAgain(uid),
    }),
  ];
}

function numberIn(fields: Fields): number {
  return Number(fields["package"] ?? "");
}

async function upload(request: Request, packages: PackageDesk): Promise<Response> {
  if (mediaType(request) !== "multipart/form-data") return plain(415, "The body must be a form with a file.");
  const outcome = await takeIn(await readUpload(request), packages);
  if (outcome.kind === "done") return new Response(null, { status: 303, headers: { location: list() } });
  return messagePage({ status: 422, title: "Not uploaded", text: outcome.reason, back: list() });
}

async function takeIn({ fields, file }: UploadedForm, packages: PackageDesk): Promise<ChangeOutcome> {
  const [kind, version] = [fields["kind"], (fields["version"] ?? "").trim()];
  const name = nameOf(kind, fields);
  if (file === undefined) return { kind: "refused", reason: "There is no file." };
  if (version === "") return { kind: "refused", reason: "A package needs a version." };
  if (kind === "addon" && !/^[\w.-]{1,64}$/.test(name)) {
    return { kind: "refused", reason: "An add-on needs a name of letters, digits, dots, hyphens and underscores." };
  }
  if (kind === "addon" && name === supervisorName) {
    return { kind: "refused", reason: `An add-on cannot be named ${supervisorName}: that is the agent itself.` };
  }
  return await packages.add({ name, version, fileName: file.name, content: file.content });
}

function nameOf(kind: string | undefined, fields: Fields): string {
  if (kind === "addon") return (fields["name"] ?? "").trim();
  return kind === "supervisor" ? supervisorName : collectorName;
}
