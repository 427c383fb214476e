/** Options of node-pg-migrate, as far as they are known before the script runs. */
import {elementsOf, entriesOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {booleanOf, optionOf} from '../../text/names.js'
import {sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'

/** Whether all options are among those that are understood; so it is where there are none. */
export function knowsAll(options: Expression | undefined, known: readonly string[]): boolean {
  if (options === undefined) return true
  const entries = entriesOf(resolve(options))
  return entries?.every(([name]) => known.includes(name)) === true
}

/** Words that stand there where an option is `true`. */
export function flag(options: Expression | undefined, name: string, words: string): string {
  return booleanOf(optionOf(options, name)) === true ? words : ''
}

/**
 * A name, or `{schema, name}`; dots are part of a name here.
 *
 * @param named What has this name instead, in the same schema.
 */
export function relation(expression: Expression, translation: Translation, named?: string): Sql {
  const options = resolve(expression)
  const name = optionOf(options, 'name')
  const sql = sqlFor(expression.node)
  const own = named === undefined ? translation.name(name ?? expression) : sql`${translation.quote(named)}`
  const schema = name && optionOf(options, 'schema')
  return schema ? sql`${translation.name(schema)}.${own}` : own
}

/** The text of a name, without its schema; `undefined`: not known. */
export function nameIn(expression: Expression, translation: Translation): string | undefined {
  return translation.string(optionOf(resolve(expression), 'name') ?? expression)
}

/** A list, or one as a list. */
export function listOf(expression: Expression): Expression[] {
  return [...(elementsOf(expression) ?? [expression])]
}

/** Texts of a list, or of one; `undefined`: not all of them are known. */
export function stringsOf(expression: Expression, translation: Translation): string[] | undefined {
  const texts = listOf(expression).map((each) => translation.string(each))
  return texts.every((text) => text !== undefined) ? texts : undefined
}

/** `DEFERRABLE`, where it is asked for. */
export function deferrable(options: Expression | undefined): string {
  const initially = booleanOf(optionOf(options, 'deferred')) === true ? 'DEFERRED' : 'IMMEDIATE'
  return flag(options, 'deferrable', ` DEFERRABLE INITIALLY ${initially}`)
}
