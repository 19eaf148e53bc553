/** The library for certificates and requests; loaded when it is needed, as it takes 10 MB of memory. */
export async function x509Library() {
  // The other one looks for what this one adds to the global `Reflect`.
  await import("reflect-metadata");
  return await import("@peculiar/x509");
}
