/** Parts of packages that have no types of their own. */

declare module 'libpg-query/wasm/libpg-query.js' {
  /** The module that the package was compiled to. */
  export default function instantiate(options: {
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => void
  }): Promise<unknown>
}

declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>
  export default bytes
}

/** The part of it that is used: the types of Node have none, and those of browsers would allow them everywhere. */
declare namespace WebAssembly {
  type Imports = Record<string, unknown>
  type Instance = object
  function instantiate(bytes: Uint8Array<ArrayBuffer>, imports: Imports): Promise<{instance: Instance}>
}
