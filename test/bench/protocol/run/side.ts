import { goProgram, ourProgram, type Program } from "./program.ts";

/** One of the two implementations. */
export interface Side {
  name: "ours" | "go";
  title: string;
}

/** A server that runs, and where. */
export interface RunningServer {
  program: Program;
  url: string;
}

/** `bare-server`: without the protocol, what WebSockets alone cost. */
export async function startServer(
  { name }: Pick<Side, "name">,
  kind: "server" | "bare-server" = "server",
): Promise<RunningServer> {
  const program = name === "ours" ? ourProgram(kind) : await goProgram(kind);
  const { port } = await program.next("listening");
  return { program, url: `ws://127.0.0.1:${Number(port)}/v1/opamp` };
}

export async function startClients({ name }: Pick<Side, "name">, args: readonly string[]): Promise<Program> {
  return name === "ours" ? ourProgram("clients", args) : await goProgram("clients", args);
}

/** Clients without the protocol, what WebSockets alone cost. */
export async function startBareClients({ name }: Pick<Side, "name">, args: readonly string[]): Promise<Program> {
  return name === "ours" ? ourProgram("bare-clients", args) : await goProgram("load", args);
}
