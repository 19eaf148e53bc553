import type { AgentSummary, AgentView } from "../../examples/server/agents/agent-view.ts";
import type { CertificatesView } from "../../examples/server/certificates/certificate-view.ts";
import type { ConnectionsView } from "../../examples/server/connections/connection-view.ts";
import type { PackagesView } from "../../examples/server/packages/package-view.ts";
import type { StoredPackage } from "../../examples/server/packages/stored-package.ts";

/** What a browser or a script asks of the example server's pages. */
export class PageClient {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base.replace("localhost", "127.0.0.1");
  }

  /** Redirects are not followed. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(new URL(path, this.#base), { redirect: "manual", ...init });
  }

  async page(path: string): Promise<string> {
    return await (await this.fetch(path)).text();
  }

  async agents(): Promise<AgentSummary[]> {
    const { agents } = (await (await this.fetch("/api/agents")).json()) as { agents: AgentSummary[] };
    return agents;
  }

  async agent(uid: string): Promise<AgentView> {
    return (await (await this.fetch(`/api/agents/${uid}`)).json()) as AgentView;
  }

  /** `POST /api/agents/:uid/config`. */
  send(uid: string, config: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.fetch(`/api/agents/${uid}/config`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ config }),
    });
  }

  /** `POST /api/agents/:uid/restart`. */
  restart(uid: string): Promise<Response> {
    return this.fetch(`/api/agents/${uid}/restart`, { method: "POST" });
  }

  /** What the button of the page does: the form as a browser encodes it. */
  submit(uid: string, config: string): Promise<Response> {
    return this.fetch(`/agents/${uid}/config`, {
      method: "POST",
      headers: { origin: new URL(this.#base).origin },
      body: new URLSearchParams({ config: config.replaceAll("\n", "\r\n") }),
    });
  }

  /** `POST /api…`, what the script of the page does with a form. */
  change(path: string, fields: Record<string, string> = {}): Promise<Response> {
    return this.fetch(`/api${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields),
    });
  }

  /** The form as a browser encodes it. */
  form(path: string, fields: Record<string, string> = {}): Promise<Response> {
    const entries = Object.entries(fields).map(([name, value]): [string, string] => [
      name,
      value.replaceAll("\n", "\r\n"),
    ]);
    return this.fetch(path, {
      method: "POST",
      headers: { origin: new URL(this.#base).origin },
      body: new URLSearchParams(entries),
    });
  }

  async connections(uid: string): Promise<ConnectionsView> {
    return (await (await this.fetch(`/api/agents/${uid}/connections`)).json()) as ConnectionsView;
  }

  /** A file, by the form with which a person uploads it. */
  upload(fields: Record<string, string>, content: string | Uint8Array, fileName: string): Promise<Response> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("file", new Blob([Uint8Array.from(Buffer.from(content))]), fileName);
    return this.fetch("/packages", { method: "POST", headers: { origin: new URL(this.#base).origin }, body });
  }

  async packages(): Promise<{ packages: StoredPackage[]; publicKey: string }> {
    return (await (await this.fetch("/api/packages")).json()) as { packages: StoredPackage[]; publicKey: string };
  }

  async packagesOf(uid: string): Promise<PackagesView> {
    return (await (await this.fetch(`/api/agents/${uid}/packages`)).json()) as PackagesView;
  }

  async certificates(): Promise<CertificatesView> {
    return (await (await this.fetch("/api/certificates")).json()) as CertificatesView;
  }
}
