import {createRequire} from 'node:module'
import type * as Babel from '@babel/parser'

/** The name of the parser's file in `dist`, beside the chunks; the build defines it, sources ask the package itself. */
declare const SQLSAFE_SCRIPT_PARSER: string | undefined

const file = typeof SQLSAFE_SCRIPT_PARSER === 'string' ? SQLSAFE_SCRIPT_PARSER : '@babel/parser'

let parser: typeof Babel | undefined

/** Load the parser of JavaScript and TypeScript, once: most projects have no migration in a script. */
export function loadBabel(): typeof Babel {
  parser ??= createRequire(import.meta.url)(file) as typeof Babel
  return parser
}
