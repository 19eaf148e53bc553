import type { Kernel } from "../../src/runtime/os/windows/kernel.ts";

/** A call that was made, by its name and those of its arguments that are numbers. */
export type KernelCall = readonly [name: string, ...numbers: (number | bigint)[]];

type Answers = { [Name in keyof Kernel]?: (...args: Parameters<Kernel[Name]>) => ReturnType<Kernel[Name]> };

/** A Windows that grants everything but what `answers` say; `made` tells what it was asked for. */
export function fakeKernel(answers: Answers = {}): { kernel: Kernel; made: KernelCall[] } {
  const made: KernelCall[] = [];
  const called = (name: string | symbol, args: readonly unknown[]): unknown => {
    const numbers = args.filter((one): one is number | bigint => typeof one === "number" || typeof one === "bigint");
    made.push([String(name), ...numbers]);
    const answer: ((...given: never[]) => unknown) | undefined = answers[name as keyof Kernel];
    return answer === undefined ? 1 : answer(...(args as never[]));
  };
  const target = {} as Kernel;
  const kernel = new Proxy(target, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        called(name, args),
  });
  return { kernel, made };
}
