/** First argument that makes the executable a trampoline, which becomes another program. */
export const trampolineCommand = "__exec";

/** Descriptor on which the trampoline reports why it could not execute the target; a successful exec closes it. */
export const reportDescriptor = 3;
