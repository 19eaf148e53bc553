import { errorMessage } from "../../src/runtime/error-message.ts";
import { oldestGlibc } from "../roots/glibc.ts";
import { minimal } from "../roots/minimal.ts";
import { musl } from "../roots/musl.ts";
import { ensureRoot, type RootRecipe } from "../roots/root.ts";
import { wine } from "../roots/wine.ts";
import { aptInstall } from "../support/apt.ts";
import { capture } from "../support/capture.ts";
import type { Need, Supply } from "./needs.ts";

/** Programs of other processors, and of older ones of this kind, by QEMU: what is there, else Debian's. */
export const emulators: Need = {
  name: "emulators",
  async supply(say) {
    const names = ["qemu-aarch64-static", "qemu-x86_64-static"];
    const find = () => names.map((name) => Bun.which(name)).filter((path) => path !== null);
    if (find().length < names.length) {
      const outcome = await aptInstall("qemu-user-static", say);
      if (!outcome.done) return { kind: "absent", reason: `there is no ${names.join(" or ")}; ${outcome.reason}` };
    }
    return { kind: "there", env: {}, note: find().join(", ") };
  },
};

/** Directory trees that stand for other machines; the tests find them by themselves. */
export const roots = rootNeed("roots of other systems", [
  oldestGlibc("amd64"),
  oldestGlibc("arm64"),
  minimal,
  musl("amd64"),
  wine,
]);

/** Those that take longer to be run than to be built. */
export const slowRoots = rootNeed("roots of slow systems", [musl("arm64")]);

function rootNeed(name: string, recipes: readonly RootRecipe[]): Need {
  return {
    name,
    async supply(say): Promise<Supply> {
      const spaces = await capture(["unshare", "--user", "--map-root-user", "--mount", "true"]).catch(() => undefined);
      if (spaces?.code !== 0) return { kind: "absent", reason: "this user may make no name spaces" };
      try {
        const paths = [];
        for (const recipe of recipes) paths.push(await ensureRoot(recipe, { say }));
        return { kind: "there", env: {}, note: paths.join(", ") };
      } catch (error) {
        return { kind: "absent", reason: errorMessage(error) };
      }
    },
  };
}
