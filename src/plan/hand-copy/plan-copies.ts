/** Copies that migrations make by hand, planned as what they mean: one change by a shadow table each. */
import type {Step} from '../../core/analyze.js'
import type {Migration} from '../../migrations/migration.js'
import type {Name} from '../../operations/definitions.js'
import type {Statement} from '../../operations/script.js'
import type {Catalog} from '../../schema/catalog.js'
import {keyOf} from '../../schema/objects.js'
import type {Table} from '../../schema/objects.js'
import {shadowDrafts, whyNoShadow} from '../parts/shadow.js'
import type {PlanRemark} from '../plan.js'
import type {RecipeView} from '../recipe.js'
import type {Change} from '../change.js'
import {columnsOfCopy} from './columns.js'
import {findHandCopies} from './find.js'
import type {HandCopy} from './copy.js'
import {inNewSchema, isSameName, withoutWord} from './names.js'
import {isNamedAfter} from './roles.js'

/** What is planned so far, in its order. */
export interface Planned {
  changes: Change[]
  remarks: PlanRemark[]
}

/** A copy on its way through the migration. */
interface Open {
  copy: HandCopy
  statements: string[]
  /** What its statements are by themselves, by recipes or as they are written, and where that would stand. */
  alone: Array<{at: number; planned: Planned; asWritten: Change}>
  /** It cannot be taken as one: its statements only work in their order, and as they are. */
  isRefused?: true
  table?: Table
  /** The new table as it gets its name. */
  fresh?: Table
  columns?: Record<string, string>
}

/** Where a statement stands, and what is known there. */
type Look = Pick<Change, 'settings' | 'source'> & {view?: RecipeView}

export interface HandCopies {
  /** Look at a migration before its first statement. */
  begin: (migration: Migration, catalog: Catalog) => void
  /** Whether a statement is part of a copy, and was noted as such. */
  take: (step: Step, look: Look, alone: () => Planned, asWritten: () => Change) => boolean
}

/**
 * Plan them into what is planned beside.
 *
 * @param replaces Told of each table whose place a copy takes, and of the name that the migration gives to the old one.
 */
export function createHandCopies(
  result: Planned,
  replaces: (table: Table, kept: Name | undefined) => void
): HandCopies {
  let open = new Map<Statement, Open>()
  return {
    begin(migration, catalog) {
      open = new Map()
      for (const copy of findHandCopies(migration, (index) => tableOfIndex(index, catalog))) {
        const one: Open = {copy, statements: [], alone: []}
        for (const statement of copy.roles.keys()) open.set(statement, one)
      }
    },
    take(step, look, alone, asWritten) {
      const {view} = look
      const one = open.get(step.statement)
      const role = one?.copy.roles.get(step.statement)
      if (one === undefined || role === undefined || view === undefined) return false
      if (one.isRefused) {
        result.changes.push(asWritten())
        return true
      }
      one.alone.push({at: result.changes.length, planned: alone(), asWritten: asWritten()})
      if (role === 'shape' || role === 'end') one.statements.push(shapeStatement(step, one.copy))
      const reason = role === 'fill' ? noteRows(one, step, view) : role === 'end' ? whyNot(one, view) : undefined
      if (reason === 'new') close(one)
      else if (reason !== undefined) {
        result.remarks.push({severity: 'unsafe', text: refusal(one.copy, reason), source: look.source})
        refuse(one)
      } else if (role === 'end') finish(one, look)
      return true
    }
  }

  /** Its statements stand by themselves again, where they stood. */
  function close(one: Open): void {
    for (const statement of one.copy.roles.keys()) open.delete(statement)
    for (const {at, planned} of one.alone.reverse()) {
      result.changes.splice(at, 0, ...planned.changes)
      result.remarks.push(...planned.remarks)
    }
  }

  /** A recipe for one of its statements would leave the others without the table that they mean. */
  function refuse(one: Open): void {
    one.isRefused = true
    for (const {asWritten, at} of one.alone.reverse()) result.changes.splice(at, 0, asWritten)
  }

  /** What comes after it is still made a part of its shape: the input is read when all is planned. */
  function finish(one: Open, {settings, source}: Look): void {
    const {columns = {}, statements, table} = one
    if (table === undefined) return
    const {name, schema} = table
    replaces(table, one.copy.kept)
    const input = {table: {schema, name}, changes: [], columns, written: statements}
    result.changes.push({source, settings, recipe: 'shadow-table', drafts: shadowDrafts(input)})
    for (const text of notesOf(one, name)) result.remarks.push({severity: 'note', text, source})
  }
}

function tableOfIndex({name, schema = 'public'}: Name, catalog: Catalog): Name | undefined {
  return catalog.indexes.get(keyOf({schema, name}))
}

function shapeStatement({command, migration, statement}: Step, {fresh, old, partitions, roles}: HandCopy): string {
  const text = migration.text.slice(statement.range.start, statement.range.end)
  const tables = [fresh, ...partitions]
  const isAfter = [...roles.keys()].indexOf(statement) > [...roles.values()].indexOf('end')
  const isNew = (name: string): boolean =>
    tables.some((table) => table.name === name) || isNamedAfter(name, tables) || (isAfter && name === old.name)
  const own = inNewSchema(text, isNew)
  const isConcurrent = command.operations.some((each) => each.kind === 'index.create' && each.concurrently === true)
  return isConcurrent ? withoutWord(own, 'CONCURRENTLY') : own
}

/** Look at the rows as they are copied; why that cannot be, or that nobody uses the old table. */
function noteRows(one: Open, {command}: Step, view: RecipeView): string | undefined {
  const [insert] = command.operations
  if (insert?.kind === 'table.create' && insert.asQuery !== undefined) {
    return view.isNew(one.copy.old) ? 'new' : ofQuery
  }
  if (insert?.kind !== 'rows.insert') return undefined
  const [read = one.copy.old] = insert.reads
  if (view.isNew(read)) return 'new'
  const [reason] = one.copy.reasons
  if (reason !== undefined) return reason
  if (isMadeOfQuery(one.copy)) return ofQuery
  const [old, fresh] = [view.table(read), view.table(insert.table)]
  if (old === undefined || fresh === undefined || old.incomplete === true || fresh.incomplete === true) {
    return `the columns of \`${one.copy.old.name}\` are not known: say what there is by \`--schema\`, \`--history\` or \`--database-url\``
  }
  if (old.schema !== fresh.schema) return 'the new table is made in another schema'
  const no = whyNoShadow(old, view.catalog)
  if (no !== undefined) return `\`${old.name}\` ${no}`
  const found = columnsOfCopy(insert, old, fresh, view)
  if ('reason' in found) return found.reason
  one.table = old
  one.columns = found.columns
  return undefined
}

const ofQuery =
  '`CREATE TABLE … AS` says no types, and makes no keys: write `CREATE TABLE` with the columns, and `INSERT … SELECT`'

/** `CREATE TABLE … AS … WITH NO DATA`, filled later. */
function isMadeOfQuery({fresh, roles}: HandCopy): boolean {
  const operations = [...roles.keys()].flatMap(({commands}) => commands.flatMap((command) => command.operations))
  return operations.some(
    (each) => each.kind === 'table.create' && each.asQuery !== undefined && isSameName(each.table, fresh)
  )
}

/** Why the new table cannot take the place of the old one, as it is when it gets its name. */
function whyNot(one: Open, view: RecipeView): string | undefined {
  const {copy, table} = one
  const fresh = view.table(copy.fresh)
  if (table === undefined || fresh === undefined) return 'its rows come from nowhere'
  one.fresh = fresh
  if (fresh.inherits.length > 0) return `\`${fresh.name}\` inherits from another table`
  const needed = fresh.partitionBy?.key.flatMap(({column}) => (column === undefined ? [] : [column])) ?? []
  const key = [fresh, table].flatMap(({constraints}) => constraints.find(({type}) => type === 'primary-key') ?? [])[0]
  const missing = needed.find((column) => key !== undefined && !key.columns.includes(column))
  return missing === undefined
    ? undefined
    : `the primary key (${key?.columns.join(', ') ?? ''}) lacks \`${missing}\`, by which the new table is partitioned: PostgreSQL keeps a key unique only within a partition, so write \`PRIMARY KEY (${[...(key?.columns ?? []), missing].join(', ')})\` for it`
}

function refusal({old}: HandCopy, reason: string): string {
  return `What is written to \`${old.name}\` between the copy and the renaming is lost, and no shadow table can take the place of these statements: ${reason}`
}

function notesOf({copy: {kept, old, roles}, fresh, table}: Open, name: string): string[] {
  const lost = fresh && table && lostKey(table, fresh)
  const needless = [...roles.values()].filter((role) => role === 'needless').length
  const instead = kept ? ` instead of as \`${kept.name}\`` : ''
  return [
    `\`${old.name}\` is copied by a shadow table, so that no write is lost; what it has and the new table is not said to have, it gets`,
    `the old table is kept in a schema of its own${instead} until \`--drop-old\` or \`sqlsafe cleanup\``,
    ...(lost
      ? [
          `the new table has no unique key over (${lost.join(', ')}) alone: \`ON CONFLICT (${lost.join(', ')})\` is an error from then on, so releases that use it must be gone before`
        ]
      : []),
    ...(needless > 1
      ? [
          `numbers go on after those of the old \`${name}\`, and foreign keys to it and views over it follow: statements that only served that are left out`
        ]
      : [])
  ]
}

/** Columns of the old primary key, where the new table has another one, and no unique key over just these. */
function lostKey(old: Table, fresh: Table): readonly string[] | undefined {
  const keys = fresh.constraints.filter(({type}) => type === 'primary-key' || type === 'unique')
  const key = old.constraints.find(({type}) => type === 'primary-key')?.columns
  if (key === undefined || !keys.some(({type}) => type === 'primary-key')) return undefined
  const isSame = (columns: readonly string[]): boolean =>
    columns.length === key.length && key.every((each) => columns.includes(each))
  return keys.some(({columns}) => isSame(columns)) ? undefined : key
}
