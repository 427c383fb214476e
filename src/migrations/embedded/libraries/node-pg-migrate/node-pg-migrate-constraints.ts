/** Constraints of node-pg-migrate, with the names that it gives them. */
import {elementsOf, entriesOf, resolve} from '../../script/scope.js'
import type {Expression} from '../../script/scope.js'
import type {Translation} from '../../library.js'
import {optionOf} from '../../text/names.js'
import {join, sqlFor} from '../../text/pieces.js'
import type {Sql} from '../../text/pieces.js'
import {deferrable, knowsAll, listOf, nameIn, relation, stringsOf} from './node-pg-migrate-options.js'

const referenceOptions = ['references', 'match', 'onDelete', 'onUpdate']

/** Of a foreign key or a column: `'account'`, `'account(id)'`, `'"account"'`, and what happens there. */
export function referencesOf(options: Expression, translation: Translation): Sql | undefined {
  const given = optionOf(options, 'references')
  if (given === undefined) return undefined
  const text = translation.string(given)
  const sql = sqlFor(given.node)
  const isWritten = text !== undefined && (text.startsWith('"') || text.endsWith(')'))
  const target = isWritten ? sql`${text}` : relation(given, translation)
  const clauses = [
    ['match', 'MATCH'],
    ['onDelete', 'ON DELETE'],
    ['onUpdate', 'ON UPDATE']
  ].map(([name = '', words = '']) => {
    const value = translation.string(optionOf(options, name))
    return value === undefined ? '' : ` ${words} ${value}`
  })
  return sql`${target}${clauses.join('')}`
}

/** Each with its name, in the order in which they are sent; `undefined`: something about them is not known. */
export function constraintsOf(
  expression: Expression,
  table: Expression,
  name: Sql | undefined,
  translation: Translation
): Sql[] | undefined {
  const options = resolve(expression)
  const known = ['check', 'unique', 'primaryKey', 'foreignKeys', 'exclude', 'deferrable', 'deferred']
  const tableName = nameIn(table, translation)
  if (tableName === undefined || !knowsAll(options, known)) return undefined

  const sql = sqlFor(expression.node)
  const makers = {check: checks, unique: uniques, primaryKey: primaryKey, foreignKeys: foreignKeys, exclude: exclusion}
  const found: Sql[] = []
  for (const [key, make] of Object.entries(makers)) {
    const value = optionOf(options, key)
    const parts = value === undefined ? [] : make(value, translation)
    if (parts === undefined) return undefined
    for (const {body, suffix} of parts) {
      const own = name ?? sql`${translation.quote(`${tableName}_${suffix}`)}`
      found.push(sql`CONSTRAINT ${own} ${body}${deferrable(options)}`)
    }
  }
  return found.length > 0 ? found : undefined
}

interface Part {
  body: Sql
  /** Of the name that it is given, after that of the table. */
  suffix: string
}

function checks(value: Expression, translation: Translation): readonly Part[] | undefined {
  const list = elementsOf(value)
  const sql = sqlFor(value.node)
  const parts = (list ?? [value]).map((each, index): Part | undefined => {
    const text = translation.text(each)
    return text && {body: sql`CHECK (${text})`, suffix: list === undefined ? 'chck' : `chck_${String(index + 1)}`}
  })
  return allOf(parts)
}

function uniques(value: Expression, translation: Translation): readonly Part[] | undefined {
  const list = listOf(value)
  const groups = list.some((each) => elementsOf(each) !== undefined) ? list : [value]
  return allOf(groups.map((group) => key(group, 'UNIQUE', 'uniq_', translation)))
}

function primaryKey(value: Expression, translation: Translation): readonly Part[] | undefined {
  const part = key(value, 'PRIMARY KEY', '', translation)
  return part && [{...part, suffix: 'pkey'}]
}

function key(value: Expression, words: string, prefix: string, translation: Translation): Part | undefined {
  const columns = stringsOf(value, translation)
  if (columns === undefined) return undefined
  const body = sqlFor(value.node)`${words} (${join(translation.names(value))})`
  return {body, suffix: prefix + columns.join('_')}
}

function foreignKeys(value: Expression, translation: Translation): readonly Part[] | undefined {
  const parts = listOf(value).map((each): Part | undefined => {
    const options = resolve(each)
    const columns = optionOf(options, 'columns')
    const references = referencesOf(options, translation)
    const names = columns && stringsOf(columns, translation)
    if (!columns || !references || !names || !knowsAll(options, ['columns', ...referenceOptions])) return undefined
    const body = sqlFor(each.node)`FOREIGN KEY (${join(translation.names(columns))}) REFERENCES ${references}`
    return {body, suffix: `fk_${names.join('_')}`}
  })
  return allOf(parts)
}

function exclusion(value: Expression, translation: Translation): readonly Part[] | undefined {
  const text = translation.text(value)
  return text && [{body: sqlFor(value.node)`EXCLUDE ${text}`, suffix: 'excl'}]
}

function allOf(parts: ReadonlyArray<Part | undefined>): readonly Part[] | undefined {
  return parts.every((part) => part !== undefined) ? parts : undefined
}

/** Whether an option of a constraint is an object, not SQL. */
export function isDescribed(expression: Expression): boolean {
  return entriesOf(resolve(expression)) !== undefined
}
