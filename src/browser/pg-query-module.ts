/** The grammar of PostgreSQL for browsers: the WebAssembly goes with the script, so that no bundler has to find it. */
import instantiate from 'libpg-query/wasm/libpg-query.js'
import program from 'libpg-query/wasm/libpg-query.wasm'

/** Make the module that the package asks for. */
export default function pgQueryModule(): Promise<unknown> {
  return instantiate({
    instantiateWasm(imports, done) {
      void WebAssembly.instantiate(program, imports).then(({instance}) => {
        done(instance)
      })
    }
  })
}
