/** Values of the variables of a body of PL/pgSQL, as far as they are certain. */
import type {Node} from 'libpg-query'
import type {BodyPart, BodyCode} from '../../../parse/postgres/plpgsql.js'
import {as} from '../node.js'
import type {Known, Part} from './constant-text.js'
import {onlyText, valueOf} from './constant-text.js'

/** What variables hold while the parts of a body are gone through in order. */
export interface Variables {
  /** As seen from where a part stands. */
  at: (part: BodyPart) => Known
  /** Note the value that a part gives to a variable; `node`: the statement, or the `SELECT` of the expression. */
  fill: (part: BodyPart, node: Node) => void
}

const texts = /^(?:pg_catalog\.)?"?(?:text|varchar)"?$/
const integers = /^(?:pg_catalog\.)?"?(?:smallint|integer|bigint|int[248]?)"?$/
/** As the server writes it: `007` becomes `7`. */
const wholeNumber = /^(?:0|[1-9]\d{0,8})$/
const moments = /^(?:pg_catalog\.)?"?(?:date|timestamp|timestamptz|timestamp with(?:out)? time zone)"?$/

/**
 * Follow those that take their only value in one place, and not in a loop. `given`: what a call gives to parameters.
 * `number`: the next of the file.
 */
export function followVariables(
  {variables}: Pick<BodyCode, 'variables'>,
  given: ReadonlyMap<string, readonly Part[]>,
  number: () => number
): Variables {
  const declared = new Map(variables.map((variable) => [variable.name, variable]))
  const filled = new Map<string, {lists: readonly number[]; value: readonly Part[]}>()

  const put = (name: string, lists: readonly number[], value: readonly Part[] | undefined): void => {
    const type = declared.get(name)?.type ?? ''
    if (value && (texts.test(type) || (integers.test(type) && wholeNumber.test(onlyText(value) ?? '')))) {
      filled.set(name, {lists, value})
    }
  }
  for (const [name, value] of given) if (declared.get(name)?.times === 0) put(name, [], value)

  const at = ({lists}: BodyPart): Known => ({
    valueOf: (name) => {
      const found = filled.get(name)
      return found && isIn(found.lists, lists) ? found.value : undefined
    },
    isText: (name) => /^(?:pg_catalog\.)?"?text"?$/.test(declared.get(name)?.type ?? ''),
    isMoment: (name) => moments.test(declared.get(name)?.type ?? ''),
    number
  })
  return {
    at,
    fill(part, node) {
      if (part.fills === undefined || part.inLoop) return
      put(part.fills, part.lists, valueOf(onlyValue(node), at(part)))
    }
  }
}

/** Whether a list of statements is another one, or stands around it. */
export function isIn(outer: readonly number[], inner: readonly number[]): boolean {
  return outer.every((list, depth) => inner[depth] === list)
}

/** The value of a query that has one row whatever there is. */
function onlyValue(node: Node): Node | undefined {
  const select = as(node, 'SelectStmt')
  const [target, ...more] = select?.targetList ?? []
  const others = Object.keys(select ?? {}).filter((key) => !['targetList', 'limitOption', 'op'].includes(key))
  return more.length === 0 && others.length === 0 ? as(target, 'ResTarget')?.val : undefined
}
