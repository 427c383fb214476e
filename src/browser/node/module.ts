/** `node:module` for browsers: there is nothing that could be loaded at once. */

/** What looks for a module, and finds none. */
export function createRequire(): (name: string) => never {
  return (name) => {
    throw Object.assign(new Error(`Cannot find module '${name}'`), {code: 'MODULE_NOT_FOUND'})
  }
}
