/** Looks again until `look` finds something: for what nobody tells by itself. */
export async function until<Value>(look: () => Promise<Value | undefined | false>): Promise<Value> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await Bun.sleep(20);
  }
}
