/** The entry of the program that is built with Node. */
import "./runtime/node/globals.ts";
import "./main.ts";
