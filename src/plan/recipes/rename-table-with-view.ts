import {quoteFullName, quoteName} from '../../sql/postgres.js'
import {inVersions} from '../../server/server.js'
import type {Operation} from '../../operations/operation.js'
import type {ObjectName} from '../../schema/objects.js'
import {shortTransaction} from '../drafts.js'
import {copyGrants} from '../parts/grants.js'
import {literal, objectOf} from '../parts/sql.js'
import {defineRecipe} from '../recipe.js'
import type {Outcome, RecipeView} from '../recipe.js'

/**
 * A table under a new name, with a view under the old one: running releases read and write through that until none of
 * them uses it.
 *
 * https://www.postgresql.org/docs/current/sql-createview.html#SQL-CREATEVIEW-UPDATABLE-VIEWS
 */
export const renameTableWithView = defineRecipe({
  name: 'rename-table-with-view',
  summary: 'Rename the table and leave a view under its old name, in one transaction; drop that later',
  engines: ['postgres'],
  on: ['table.rename', 'table.set-schema', 'schema.rename'],
  plan(operation, view): Outcome | {unsafe: string} | undefined {
    if (operation.kind === 'schema.rename') return renameSchema(operation, view)
    const found = view.table(operation.table)
    if (view.isNew(operation.table) || (found && found.kind !== 'table' && found.kind !== 'partitioned-table'))
      return undefined
    if (operation.ifExists === true && !found) return undefined
    // A swap: it takes the place of one that is there.
    if (operation.kind === 'table.rename' && view.table(operation.to)) return undefined
    if (found?.rowSecurity === true && inVersions(view.version, '<15')) return {unsafe: passedOver(found.name)}
    const from = objectOf(operation.table, view)
    const to =
      operation.kind === 'table.rename'
        ? {schema: from.schema, name: operation.to.name}
        : {schema: operation.schema, name: from.name}
    const action =
      operation.kind === 'table.rename' ? `RENAME TO ${quoteName(to.name)}` : `SET SCHEMA ${quoteName(to.schema)}`
    const shown = from.schema === to.schema ? {from: from.name, to: to.name} : {from: named(from), to: named(to)}
    const rename = shortTransaction(
      {
        phase: 'expand',
        title: `Rename \`${shown.from}\` to \`${shown.to}\`, and leave a view under the old name`,
        undo: [`DROP VIEW ${quoteFullName(from)}`, backTo(from, to)]
      },
      [`ALTER TABLE ${quoteFullName(from)} ${action}`, ...viewOf(from, to, view), copyGrants(to, from)]
    )
    const drop = shortTransaction(
      {
        phase: 'contract',
        gate: `no running release uses the name \`${shown.from}\``,
        title: 'Drop the view',
        undo: viewOf(from, to, view)
      },
      [`DROP VIEW ${quoteFullName(from)}`]
    )
    return {drafts: [rename, drop], notes: notesOf(shown.from)}
  }
})

function named({name, schema}: ObjectName): string {
  return `${schema}.${name}`
}

function backTo(from: ObjectName, to: ObjectName): string {
  const action =
    from.schema === to.schema ? `RENAME TO ${quoteName(from.name)}` : `SET SCHEMA ${quoteName(from.schema)}`
  return `ALTER TABLE ${quoteFullName(to)} ${action}`
}

/** Whoever uses the view needs the rights that the table asks for, and its policies hold. */
function viewOf(name: ObjectName, table: ObjectName, {version, versionAssumed}: RecipeView): string[] {
  const [view, rows] = [quoteFullName(name), `SELECT * FROM ${quoteFullName(table)}`]
  if (inVersions(version, '>=15') && versionAssumed !== true) {
    return [`CREATE VIEW ${view} WITH (security_invoker = true) AS ${rows}`]
  }
  // Servers before 15 refuse the option.
  const setting = [
    'DO $sqlsafe$',
    'BEGIN',
    "  IF current_setting('server_version_num')::int >= 150000 THEN",
    `    ALTER VIEW ${view} SET (security_invoker = true);`,
    `  ELSIF (SELECT relrowsecurity FROM pg_class WHERE oid = ${literal(quoteFullName(table))}::regclass) THEN`,
    `    RAISE EXCEPTION USING MESSAGE = ${literal(passedOver(table.name))};`,
    '  END IF;',
    'END $sqlsafe$'
  ]
  return [`CREATE VIEW ${view} AS ${rows}`, setting.join('\n')]
}

function passedOver(name: string): string {
  return `A view over \`${name}\`, which has row-level security, would show all rows to whoever may read it before PostgreSQL 15`
}

function notesOf(name: string): string[] {
  return [
    `Through the view \`${name}\` releases read and write rows; \`TRUNCATE\`, \`LOCK\` of the rows’ table and \`COPY … FROM\` need the new name`
  ]
}

/** Every table of the schema gets its view in a schema of the old name. */
function renameSchema({schema, to}: Operation<'schema.rename'>, view: RecipeView): Outcome | {unsafe: string} {
  const tables = [...view.catalog.tables.values()].filter((table) => table.schema === schema)
  if (tables.length === 0) {
    return {
      unsafe: `Nobody can say what is in the schema \`${schema}\`: give \`--schema\` or \`--database-url\`, so that each table can be left under its old name`
    }
  }
  const guarded = tables.find(({rowSecurity}) => rowSecurity === true)
  if (guarded && inVersions(view.version, '<15')) return {unsafe: passedOver(guarded.name)}
  const old = quoteName(schema)
  const views = tables.flatMap(({name}) => {
    const [own, table] = [
      {schema, name},
      {schema: to, name}
    ]
    return [...viewOf(own, table, view), copyGrants(table, own)]
  })
  const drops = [...tables.map(({name}) => `DROP VIEW ${quoteFullName({schema, name})}`), `DROP SCHEMA ${old}`]
  const rename = shortTransaction(
    {
      phase: 'expand',
      title: `Rename the schema \`${schema}\` to \`${to}\`, and leave views under the old name`,
      undo: [...drops, `ALTER SCHEMA ${quoteName(to)} RENAME TO ${old}`]
    },
    [`ALTER SCHEMA ${old} RENAME TO ${quoteName(to)}`, `CREATE SCHEMA ${old}`, ...views]
  )
  const drop = shortTransaction(
    {phase: 'contract', gate: `no running release uses the schema \`${schema}\``, title: 'Drop the views', undo: views},
    drops
  )
  return {
    drafts: [rename, drop],
    notes: [
      `Roles need \`USAGE\` of the new schema \`${schema}\`; functions, types and sequences are found under \`${to}\` only`
    ]
  }
}
