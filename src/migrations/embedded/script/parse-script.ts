import {createRequire} from 'node:module'
import type * as Babel from '@babel/parser'
import type {File} from '@babel/types'

/** The name of the parser's file in `dist`, beside the chunks; the build defines it, sources ask the package itself. */
declare const SQLSAFE_SCRIPT_PARSER: string | undefined

const file = typeof SQLSAFE_SCRIPT_PARSER === 'string' ? SQLSAFE_SCRIPT_PARSER : '@babel/parser'

let parser: typeof Babel | undefined

/**
 * Parse JavaScript or TypeScript; loads the parser where there is such a file.
 *
 * @returns Why it cannot be read, where it cannot.
 */
export function parseScript(text: string, path: string): {tree: File} | {fault: string; offset: number} {
  parser ??= createRequire(import.meta.url)(file) as typeof Babel
  const language: Babel.ParserPlugin[] = /\.[cm]?ts$/.test(path) ? ['typescript'] : ['jsx', 'flow']
  try {
    const tree = parser.parse(text, {
      sourceType: 'unambiguous',
      plugins: [...language, 'decorators-legacy'],
      errorRecovery: true,
      allowReturnOutsideFunction: true,
      attachComment: false
    })
    return {tree}
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const {pos = 0} = error as {pos?: number}
    return {fault: error.message.replace(/ \(\d+:\d+\)$/, ''), offset: pos}
  }
}
