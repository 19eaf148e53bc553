/** First argument that makes the executable carry out one task: input on standard input, result on standard output. */
export const taskCommand = "__task";
