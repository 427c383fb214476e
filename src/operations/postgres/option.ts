import type {DefElem, Node} from 'libpg-query'
import {optionText} from './constant.js'
import {allOf} from './node.js'

/** An option by its name, the last where it is written twice. */
export function findOption(options: readonly Node[] | undefined, name: string): DefElem | undefined {
  return allOf(options, 'DefElem').findLast(({defname}) => defname === name)
}

/** Storage parameters and the like: `fillfactor`, `toast.autovacuum_enabled`. */
export function toParameters(options: readonly Node[] | undefined): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (const {arg, defname = '', defnamespace} of allOf(options, 'DefElem')) {
    parameters[defnamespace === undefined ? defname : `${defnamespace}.${defname}`] = optionText(arg)
  }
  return parameters
}
