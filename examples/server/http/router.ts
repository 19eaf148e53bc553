import { messagePage } from "../pages/message-page.ts";
import { plain } from "./respond.ts";

/** Answers a request; `uid` is the part of the path that the route leaves open, if any. */
export type Handler = (request: Request, uid: string) => Response | Promise<Response>;

export interface Route {
  method: "GET" | "POST";
  /** `:uid` stands for one part of the path. */
  path: string;
  handle: Handler;
}

/** Gives each request to its route. Unknown paths get 404; known ones with another method 405. */
export function createRouter(routes: readonly Route[]): (request: Request) => Promise<Response> {
  const compiled = routes.map((route) => ({ ...route, pattern: patternOf(route.path) }));
  return async (request) => {
    const { pathname } = new URL(request.url);
    const there = compiled.flatMap((route) => {
      const match = route.pattern.exec(pathname);
      return match === null ? [] : [{ ...route, uid: match[1] ?? "" }];
    });
    const method = request.method === "HEAD" ? "GET" : request.method;
    const route = there.find((candidate) => candidate.method === method);
    if (route !== undefined) return await route.handle(request, route.uid);
    if (there.length === 0) {
      return messagePage({ status: 404, title: "There is nothing here", text: "The address leads to no page." });
    }
    return plain(405, "Not with this method.", { allow: there.map((candidate) => candidate.method).join(", ") });
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(":uid", "([0-9a-f-]{1,64})")}$`);
}
