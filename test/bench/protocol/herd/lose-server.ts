import { freePort } from "../../../support/free-port.ts";
import { ourProgram } from "../run/program.ts";
import { type Side, startClients } from "../run/side.ts";

export interface LoseServerOptions {
  side: Pick<Side, "name">;
  clients: number;
  outageMs: number;
}

/** When real clients of one side came back, milliseconds since their server was killed. */
export async function loseServer({ side, clients, outageMs }: LoseServerOptions): Promise<number[]> {
  const port = await freePort();
  const first = ourProgram("accepting-server", [`${port}`]);
  await first.next("listening");
  const url = `ws://127.0.0.1:${port}/v1/opamp`;
  await using herd = await startClients(side, stayArgs(side, url, clients));
  await herd.next("connected");
  await first.kill();
  const lostAt = Date.now();
  await Bun.sleep(outageMs);
  await using second = ourProgram("accepting-server", [`${port}`]);
  const returns: number[] = [];
  while (returns.length < clients) returns.push(Number((await second.next("accepted"))["at"]) - lostAt);
  return returns;
}

function stayArgs({ name }: Pick<Side, "name">, url: string, clients: number): string[] {
  const args = [`--url=${url}`, `--count=${clients}`];
  return name === "ours" ? ["--stay", ...args] : ["-stay", ...args];
}
