import {ptOnlineSchemaChange} from '../../apply/mysql/external/pt-online-schema-change.js'
import {findColumn} from '../../schema/lookup.js'
import {addsUnique, answerByCopies, returningColumn} from '../parts/mysql/copier.js'
import type {Copy} from '../parts/mysql/copier.js'
import {databaseOf, mysqlCommand, server, serverLimit} from '../parts/mysql/client.js'
import {externalCommand} from '../parts/mysql/external-command.js'
import {changeKinds} from '../parts/mysql/kinds.js'
import {shellScript} from '../parts/shell.js'
import type {RecipeView} from '../recipe.js'
import {defineTool} from '../tool.js'

/**
 * pt-online-schema-change copies the table beside itself, and lets triggers write into both meanwhile.
 *
 * https://docs.percona.com/percona-toolkit/pt-online-schema-change.html
 */
export const ptOsc = defineTool<string>({
  name: 'pt-osc',
  summary: 'Copies the table beside itself while triggers write into both, and swaps the two',
  strength:
    'it needs no binary log, and is the only one for tables with foreign keys, on servers as they are; its triggers make every write dearer while it runs',
  tried: true,
  version: '3.7.1',
  url: 'https://docs.percona.com/percona-toolkit/pt-online-schema-change.html',
  engines: ['mysql', 'mariadb'],
  on: changeKinds,
  limits: [
    serverLimit,
    'The program is `pt-online-schema-change`; its user needs TRIGGER, and SUPER or `log_bin_trust_function_creators` where there is a binary log',
    'Values that do not fit are cut with a warning in the log and no error, and a write of the application that does not fit into the new table fails: look at the rows before',
    'What a trigger writes is read under the time zone of the session that writes: TIMESTAMP to DATETIME is off by hours where the application sets one',
    'It does not compare the rows of both tables: `pt-table-checksum` does',
    'A killed program leaves its triggers behind, and they go on to write',
    'The old table is kept as `_…_old`, where nothing below says that it is dropped'
  ],
  translate: (statement) =>
    answerByCopies(statement, {
      addsForeignKeys: true,
      whyNot,
      copy,
      native: ({withClause}) => mysqlCommand(withClause),
      notes
    }),
  plain: (sql) => [mysqlCommand(sql)],
  extension: 'sh',
  render: shellScript
})

/** It copies by `INSERT IGNORE`, and its triggers write by `REPLACE`: what the new table does not take is lost. */
function whyNot({before, operations, referring, table}: Copy, {dialect, version}: RecipeView): string | undefined {
  if (/['\\]|[^ -~]/.test(table.name)) {
    return 'it finds no table whose name has quotes, backslashes or letters beyond ASCII'
  }
  if (addsUnique(operations)) {
    return 'it copies by `INSERT IGNORE`: rows that are the same under the new unique key would be lost in silence'
  }
  const back = returningColumn(operations)
  if (back !== undefined) return `it would copy the values of the old \`${back}\` into the new one`
  if (referring.some(({name, schema}) => name === before?.name && schema === before.schema)) {
    return `\`${table.name}\` refers to itself, which it does not carry over`
  }
  const [major = 0, minor = 0, patch] = version
  const breaks = dialect === 'mysql' && major === 8 && minor === 0 && patch !== undefined && patch >= 14 && patch <= 17
  if (breaks && referring.length > 0) return 'MySQL 8.0.14 to 8.0.17 crash when a table that others refer to is renamed'
  const collated = recollated(operations, before, dialect)
  return collated === undefined
    ? undefined
    : `rows whose \`${collated}\` is the same under the new collation would be lost in silence: it copies by \`INSERT IGNORE\``
}

/** A column of a unique key whose values may be compared otherwise afterwards. */
function recollated(
  operations: Copy['operations'],
  before: Copy['before'],
  dialect: RecipeView['dialect']
): string | undefined {
  if (!before) return undefined
  const inKey = before.indexes.flatMap(({elements, unique}) =>
    unique ? elements.flatMap(({column}) => (column === undefined ? [] : [column])) : []
  )
  const isText = (name: string): boolean =>
    /^(?:var)?char$|text$|^enum$|^set$/.test(findColumn(dialect, before, name)?.type?.name ?? '')
  const text = inKey.filter(isText)
  for (const operation of operations) {
    if (operation.kind === 'table.convert-charset' && text[0] !== undefined) return text[0]
    if (operation.kind !== 'column.modify') continue
    const own = text.find((name) => name.toLowerCase() === operation.column.toLowerCase())
    const {collation, type} = operation.definition
    const asked = collation ?? type?.collation ?? type?.charset
    const old = own === undefined ? undefined : findColumn(dialect, before, own)
    const had = old?.collation ?? old?.type?.collation ?? old?.type?.charset
    if (own !== undefined && asked !== had) return own
  }
  return undefined
}

function notes(change: Copy): string[] {
  const {before, referring, table} = change
  const said: string[] = []
  if (hasOwnKeys(change)) {
    said.push(
      `Foreign keys of \`${table.name}\` get a \`_\` before their names, or lose one: names are those of a database. The old table is dropped at the end: it would hold the rows that it refers to for ever`
    )
  }
  if (referring.length > 0) {
    said.push(
      `The foreign keys of ${referring.map(({name}) => `\`${name}\``).join(', ')} are made anew by \`ALTER TABLE\` after the swap, also under other names; nobody can write to those tables meanwhile`
    )
  }
  if (hasTriggers(before)) {
    said.push('Triggers are kept by `--preserve-triggers`, for which the old table must be dropped at the end')
  }
  return said
}

const hasTriggers = (before: Copy['before']): boolean => (before?.triggers.length ?? 0) > 0

function hasOwnKeys({before}: Copy): boolean {
  return before?.constraints.some(({type}) => type === 'foreign-key') === true
}

function copy(change: Copy, {dialect, version}: RecipeView): string {
  const {before, clauses, referring, renames, table} = change
  const triggers = hasTriggers(before)
  const traits = {triggers, referenced: referring.length > 0, renames}
  const dropOld = triggers || hasOwnKeys(change)
  const wanted = {...server, database: databaseOf(table), dialect, version, table, clauses, traits, dropOld}
  return externalCommand(ptOnlineSchemaChange, wanted)
}
