/** Columns that number the rows: identity and serial. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {DataType} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {ObjectName} from '../../schema/objects.js'
import {chooseRelationName} from '../../schema/postgres/names.js'
import {shortTransaction} from '../drafts.js'
import type {Draft, RecipeView} from '../recipe.js'
import {notNullDrafts} from './not-null.js'
import {bareColumnSql, literal, objectOf, passOnNumber, typeSql} from './sql.js'

/** Add it with a sequence of its own, number the rows that are there, prove `NOT NULL`, and make it what it is to be. */
export function numberDrafts(
  operation: Operation<'column.add'>,
  type: DataType,
  view: RecipeView,
  isProvedLater: boolean
): Draft[] {
  const {column, table} = operation
  const isSerial = column.identity === undefined
  const full = objectOf(table, view)
  const name = isSerial
    ? chooseRelationName(view.catalog, full, column.name, 'seq', new Set())
    : view.newName(table.name, column.name, 'numbers')
  const sequence = quoteFullName({schema: full.schema, name})
  const next = `nextval('${sequence.replaceAll("'", "''")}'::regclass)`
  const [head, quoted] = [`ALTER TABLE ${quoteFullName(table)}`, quoteName(column.name)]
  const options = isSerial ? '' : identityOptions(view.text)
  const add = shortTransaction(
    {
      phase: 'expand',
      title: `Add \`${column.name}\`, numbered for new rows only`,
      undo: [`${head} DROP COLUMN ${quoted}`]
    },
    [
      `${head} ADD COLUMN ${bareColumnSql(column.name, type, undefined)}`,
      `CREATE SEQUENCE ${sequence} AS ${typeSql(type)}${options === '' ? '' : ` ${options}`}`,
      giveToOwner(sequence, full),
      `ALTER SEQUENCE ${sequence} OWNED BY ${quoteFullName(full)}.${quoted}`,
      `${head} ALTER COLUMN ${quoted} SET DEFAULT ${next}`
    ]
  )
  const fill: Draft = {
    phase: 'backfill',
    kind: 'batch',
    title: `Number the rows that are there`,
    input: {
      table: full,
      verb: 'update',
      set: `${quoted} = ${next}`,
      where: `target.${quoted} IS NULL`,
      idempotent: true
    },
    undo: [],
    undoNote: 'the numbers go with the column'
  }
  const proof = isProvedLater && isSerial ? [] : notNullDrafts({table, column: column.name}, view)
  return [
    add,
    fill,
    ...proof,
    ...(isSerial ? [] : [makeIdentity(operation, {schema: full.schema, name}, options, view)])
  ]
}

/** The server asks for one owner of both, and we may be another role that belongs to his: only the database knows him. */
function giveToOwner(sequence: string, table: ObjectName): string {
  return [
    'DO $sqlsafe$ BEGIN',
    `  EXECUTE format('ALTER SEQUENCE %s OWNER TO %I', ${literal(sequence)},`,
    `    (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = ${literal(quoteFullName(table))}::regclass));`,
    'END $sqlsafe$'
  ].join('\n')
}

/** An identity column has a sequence that nobody else may make: it goes on where the other one stands. */
function makeIdentity(
  {column, table}: Operation<'column.add'>,
  numbers: ObjectName,
  options: string,
  view: RecipeView
): Draft {
  const sequence = quoteFullName(numbers)
  const [head, quoted] = [`ALTER TABLE ${quoteFullName(table)}`, quoteName(column.name)]
  const kind = column.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT'
  const own = `pg_get_serial_sequence(${literal(quoteFullName(objectOf(table, view)))}, ${literal(column.name)})`
  return shortTransaction(
    {
      phase: 'expand',
      title: `Make it an identity, which goes on where the numbering stands`,
      undo: [`${head} ALTER COLUMN ${quoted} DROP IDENTITY`]
    },
    [
      `${head} ALTER COLUMN ${quoted} DROP DEFAULT`,
      `ALTER SEQUENCE ${sequence} OWNED BY NONE`,
      `${head} ALTER COLUMN ${quoted} ADD GENERATED ${kind} AS IDENTITY${options === '' ? '' : ` (${options})`}`,
      passOnNumber(own, numbers),
      `DROP SEQUENCE ${sequence}`
    ]
  )
}

/** What stands in the brackets of `GENERATED … AS IDENTITY (…)`. */
function identityOptions(text: string): string {
  return /\bAS\s+IDENTITY\s*\(([^)]*)\)/i.exec(text)?.[1]?.trim() ?? ''
}
