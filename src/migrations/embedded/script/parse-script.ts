import type * as Babel from '@babel/parser'
import type {File} from '@babel/types'
import {loadBabel} from './load-babel.js'

/**
 * Parse JavaScript or TypeScript; loads the parser where there is such a file.
 *
 * @returns Why it cannot be read, where it cannot.
 */
export function parseScript(text: string, path: string): {tree: File} | {fault: string; offset: number} {
  const language: Babel.ParserPlugin[] = /\.[cm]?ts$/.test(path) ? ['typescript'] : ['jsx', 'flow']
  try {
    const tree = loadBabel().parse(text, {
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
