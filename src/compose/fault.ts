/** What is wrong with a layer, and where. */
export interface Fault {
  /** UTF-16 code units from the start of the layer's text. */
  offset: number;
  message: string;
}
