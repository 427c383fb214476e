/** `node:v8` for browsers, whose compilers choose for themselves. */
export function setFlagsFromString(): void {
  // A browser takes no flags from a page.
}
