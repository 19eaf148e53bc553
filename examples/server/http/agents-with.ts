import type { Fleet } from "../agents/fleet.ts";

/** An agent of a list, and what there is to see of one subject. */
export interface AgentWith<View> {
  uid: string;
  name: string;
  view: View;
}

/** The agents of which `viewOf` has something to show, in the order of the fleet. */
export function agentsWith<View>(
  fleet: Pick<Fleet, "list">,
  viewOf: (uid: string) => View | undefined,
): AgentWith<View>[] {
  return fleet.list().flatMap(({ uid, name }) => {
    const view = viewOf(uid);
    return view === undefined ? [] : [{ uid, name, view }];
  });
}
