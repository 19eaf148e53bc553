import { isNull } from "../tree.ts";
import type { ConfigNode } from "../tree.ts";
import { scalars } from "../walk.ts";
import { useOf } from "./fields.ts";
import type { FieldUse } from "./fields.ts";

/** A proxy or the place where tokens come from is not where the data go. */
const besides = /proxy|token|auth/i;

/**
 * Whether a part says where it listens or connects, be it by the name of a socket.
 *
 * @param place where the part stands
 * @param isLess what does not count. Default: all counts.
 */
export function states(
  node: ConfigNode,
  place: readonly string[],
  wanted: FieldUse,
  isLess: (path: readonly string[]) => boolean = () => false,
): boolean {
  for (const { path, node: scalar } of scalars(node, place)) {
    if (isLess(path)) continue;
    if (isNull(scalar) || scalar.text === "" || path.slice(place.length).some((step) => besides.test(step))) continue;
    const use = useOf(path, scalar.text);
    if (use === wanted || (use === "file" && /^(?:unix|npipe):|^\//i.test(scalar.text))) return true;
  }
  return false;
}
