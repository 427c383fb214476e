/** The steps of a change by a shadow table. */
import type {Catalog} from '../../schema/catalog.js'
import {keyOf} from '../../schema/objects.js'
import type {Table} from '../../schema/objects.js'
import type {Draft} from '../recipe.js'
import type {ShadowInput} from '../steps.js'

const leavesNone = '`sqlsafe abort` takes the new table away, with all that belongs to it'

/** From the empty new table to the end of the old one. */
export function shadowDrafts(input: ShadowInput): Draft[] {
  const {name} = input.table
  const before = {phase: 'backfill', input, undo: [], undoNote: leavesNone} as const
  return [
    {...before, kind: 'shadow-create', title: `Make \`${name}\` anew, empty, in a schema of its own`},
    {...before, kind: 'shadow-capture', title: `Log the keys of rows of \`${name}\` that are written from now on`},
    {...before, kind: 'shadow-copy', title: `Copy the rows of \`${name}\`, and bring them up to date`},
    {...before, kind: 'shadow-index', title: `Build the indexes of the new \`${name}\``},
    {...before, kind: 'shadow-check', title: `Compare every row of both, until none differs`},
    {
      ...before,
      kind: 'shadow-swap',
      title: `Let the new \`${name}\` take the place of the old one`,
      undoNote: 'the old table is kept as it was at this moment'
    },
    {
      ...before,
      kind: 'shadow-validate',
      title: `Validate the foreign keys of the new \`${name}\` and to it`,
      undoNote: 'it changes no data'
    },
    {
      ...before,
      kind: 'shadow-drop',
      title: `Drop the old \`${name}\`, where \`--drop-old\` says so`,
      undoNote: 'it is kept for `sqlsafe cleanup` unless that was asked for'
    }
  ]
}

/** Relations that the swap locks beside the table, by name: tables that foreign keys tie to it, and views over it. */
export function lockedWith(table: Table, catalog: Catalog): string[] {
  const own = keyOf(table)
  const referred = table.constraints.flatMap(({references}) => (references ? [references.table] : []))
  const tied = [...(catalog.referencing.get(own) ?? []), ...referred].filter((each) => keyOf(each) !== own)
  return [...new Set([...tied.map(({name}) => name), ...readersOf(table, catalog, 'view')])].sort()
}

function readersOf(table: Table, catalog: Catalog, wanted: Table['kind']): string[] {
  const own = keyOf(table)
  return [...catalog.tables.values()]
    .filter(({kind, reads = []}) => kind === wanted && reads.some((each) => keyOf(each) === own))
    .map(({name}) => name)
}

/** Why no shadow table can take the place of a table; `undefined`: one can. */
export function whyNoShadow(table: Table, catalog: Catalog): string | undefined {
  const {constraints, indexes, inherits, kind, ofType, partitionOf} = table
  if (kind !== 'table') return 'is not an ordinary table'
  if (partitionOf !== undefined) return 'is a partition'
  if (inherits.length > 0) return 'inherits from another table'
  if ((catalog.children.get(keyOf(table)) ?? []).length > 0) return 'is inherited by other tables'
  const referring = (catalog.referencing.get(keyOf(table)) ?? []).map((name) => catalog.tables.get(keyOf(name)))
  const split = referring.find((each) => each?.kind === 'partitioned-table')
  if (split) return `is referred to by a foreign key of the partitioned table \`${split.name}\``
  if (ofType !== undefined) return 'is of a composite type'
  const [reader] = readersOf(table, catalog, 'materialized-view')
  if (reader !== undefined) {
    return `is read by the materialized view \`${reader}\`, which cannot follow (drop it before, and make it again after)`
  }
  const hasKey =
    constraints.some(({type}) => type === 'primary-key' || type === 'unique') || indexes.some(({unique}) => unique)
  return hasKey ? undefined : 'has no unique key'
}
