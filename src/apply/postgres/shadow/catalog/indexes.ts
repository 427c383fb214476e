/** Indexes, and the constraints that rest on them, as the statements that make them on another table. */
import type {Connection} from '../../../connection/connection.js'
import {fullName, readJson} from './read.js'

export interface IndexRecipe {
  /** Bare. */
  name: string
  /** Takes it away again. */
  drop: string
  statements: string[]
}

interface IndexPlace {
  /** Full name of the table as the server writes it. */
  from: string
  /** Full name of the other one; the same to build them again. */
  onto: string
  /** Of the other one, quoted. */
  schema: string
  /** The other one is partitioned, and this one is not. */
  onPartitions?: boolean
}

interface IndexFacts {
  name: string
  /** The same, as the server would write it. */
  quoted: string
  definition: string
  tablespace: string | null
  clustered: boolean
  identity: boolean
  comment: string | null
  /** Statistics targets of columns that are expressions. */
  targets: Array<{column: number; target: number}>
  constraint: {
    name: string
    type: string
    definition: string
    /** Only an index over plain columns can become the constraint's. */
    byIndex: boolean
    timing: string
    comment: string | null
  } | null
}

/**
 * Read the indexes of a table as what makes them on another one; under `withFullNames`.
 *
 */
export async function readIndexes(
  connection: Connection,
  oid: number,
  {from, onPartitions = false, onto, schema}: IndexPlace
): Promise<IndexRecipe[]> {
  const facts = await readJson<IndexFacts[]>(connection, indexes, [oid])
  return facts.map((index) => {
    const {constraint, name, quoted} = index
    const full = `${schema}.${quoted}`
    return {
      name,
      drop: constraint ? `ALTER TABLE ${onto} DROP CONSTRAINT ${constraint.name}` : `DROP INDEX ${full}`,
      statements: statementsOf(onPartitions ? withoutOwnIndex(index) : index, {from, onto, full})
    }
  })
}

function statementsOf(index: IndexFacts, {from, full, onto}: {from: string; onto: string; full: string}): string[] {
  const {clustered, comment, constraint, definition, identity, quoted, tablespace, targets} = index
  const made = [`SET LOCAL default_tablespace = '${(tablespace ?? '').replaceAll("'", "''")}'`]
  if (constraint === null || constraint.byIndex) {
    // Of a partitioned table the server writes the index of the parent alone.
    const place = definition.includes(` ON ONLY ${from} `) ? ` ON ONLY ${from} ` : ` ON ${from} `
    made.push(replaceOnce(definition, place, ` ON ${onto} `))
  }
  if (constraint !== null) {
    const add = `ALTER TABLE ${onto} ADD CONSTRAINT ${constraint.name}`
    const kind = constraint.type === 'p' ? 'PRIMARY KEY' : 'UNIQUE'
    made.push(
      constraint.byIndex
        ? `${add} ${kind} USING INDEX ${quoted}${constraint.timing}`
        : `${add} ${constraint.definition}`
    )
    if (constraint.comment !== null) {
      made.push(`COMMENT ON CONSTRAINT ${constraint.name} ON ${onto} IS ${constraint.comment}`)
    }
  }
  if (comment !== null) made.push(`COMMENT ON INDEX ${full} IS ${comment}`)
  for (const {column, target} of targets) {
    made.push(`ALTER INDEX ${full} ALTER COLUMN ${String(column)} SET STATISTICS ${String(target)}`)
  }
  if (clustered) made.push(`ALTER TABLE ${onto} CLUSTER ON ${quoted}`)
  if (identity) made.push(`ALTER TABLE ${onto} REPLICA IDENTITY USING INDEX ${quoted}`)
  return made
}

/** A partitioned table takes no index as a constraint. */
function withoutOwnIndex(index: IndexFacts): IndexFacts {
  return {...index, constraint: index.constraint && {...index.constraint, byIndex: false}}
}

/** @throws {TypeError} When the text does not have the part: the server writes it in another way than expected. */
export function replaceOnce(text: string, part: string, by: string): string {
  const at = text.indexOf(part)
  if (at < 0) throw new TypeError(`Unexpected definition \`${text}\`, expected \`${part.trim()}\` in it`)
  return text.slice(0, at) + by + text.slice(at + part.length)
}

/** https://www.postgresql.org/docs/current/sql-altertable.html: `USING INDEX` takes no exclusion and no `WITHOUT OVERLAPS`. */
const indexes = `
  SELECT coalesce(json_agg(json_build_object('name', c.relname, 'quoted', quote_ident(c.relname), 'definition', pg_get_indexdef(c.oid),
    'tablespace', (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace),
    'clustered', i.indisclustered, 'identity', i.indisreplident,
    'comment', quote_literal(obj_description(c.oid, 'pg_class')),
    'targets', (SELECT coalesce(json_agg(json_build_object('column', a.attnum, 'target', a.attstattarget)
        ORDER BY a.attnum), '[]')
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0),
    'constraint', (SELECT json_build_object('name', quote_ident(k.conname), 'type', k.contype,
        'definition', pg_get_constraintdef(k.oid), 'byIndex',
        k.contype IN ('p', 'u') AND NOT i.indisexclusion AND c.relkind = 'i',
        'timing', CASE WHEN k.condeferred THEN ' DEFERRABLE INITIALLY DEFERRED' WHEN k.condeferrable THEN ' DEFERRABLE'
          ELSE '' END,
        'comment', quote_literal(obj_description(k.oid, 'pg_constraint')))
      FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = i.indrelid)
  ) ORDER BY i.indisprimary DESC, c.relname), '[]')
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = $1`

/** The name of a table as definitions write it; under `withFullNames`. */
export async function fullNameOf(connection: Connection, oid: number): Promise<string> {
  const [row] = await connection.query<{name: string}>(
    `SELECT ${fullName} AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1`,
    [oid]
  )
  return row?.name ?? ''
}
