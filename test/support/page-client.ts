import type { AgentSummary, AgentView } from "../../examples/server/agents/agent-view.ts";

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
}
