/** What `src/knowledge/postgres/data/` is made of: read from a server, written as TypeScript. */
import type {Client} from 'pg'

export interface Catalogs {
  /** Names with at least one overload that is volatile; `false`: with others that are not. */
  volatile: Map<string, boolean>
  /** Names without a volatile overload. */
  steady: Set<string>
  /** `source>target` of casts that change no bytes. */
  binary: Set<string>
  /** `method type` → default operator class. */
  operatorClasses: Map<string, string>
  /** Types with a default collation, and its name where it is not `default`. */
  collatable: Map<string, string>
}

export interface Recorded extends Catalogs {
  version: number
}

/** Install every contrib extension that there is inside a transaction, read the catalogs, undo it. */
export async function readCatalogs(client: Client): Promise<Catalogs> {
  await client.query('BEGIN')
  try {
    const extensions = await client.query<{name: string}>(
      `SELECT name FROM pg_available_extensions WHERE installed_version IS NULL AND name !~ '(python|perl|tcl)' ORDER BY name`
    )
    for (const {name} of extensions.rows) {
      await client.query('SAVEPOINT extension')
      try {
        await client.query(`CREATE EXTENSION "${name}" CASCADE`)
      } catch {
        // Installed with another one already, or its libraries are missing: then it has nothing to say.
        await client.query('ROLLBACK TO extension')
      }
    }
    return {
      volatile: await pairs(client, volatileQuery, ({name, all}) => [name, all === 'true']),
      steady: new Set((await pairs(client, steadyQuery, ({name}) => [name, true])).keys()),
      binary: new Set((await pairs(client, binaryQuery, ({name}) => [name, true])).keys()),
      operatorClasses: await pairs(client, operatorClassQuery, ({name, value}) => [name, value ?? '']),
      collatable: await pairs(client, collatableQuery, ({name, value}) => [name, value ?? ''])
    }
  } finally {
    await client.query('ROLLBACK')
  }
}

type Row = Record<'name', string> & Partial<Record<'all' | 'value', string>>

async function pairs<Value>(client: Client, query: string, pair: (row: Row) => [string, Value]) {
  const {rows} = await client.query<Row>(query)
  return new Map(rows.map(pair))
}

const callable = `FROM pg_proc p WHERE prokind IN ('f', 'w') AND prorettype::regtype::text NOT IN
  ('trigger', 'event_trigger', 'internal', 'language_handler', 'index_am_handler', 'table_am_handler', 'fdw_handler')
  AND NOT proargtypes::oid[] @> ARRAY['internal'::regtype::oid]`
const volatileQuery = `SELECT proname AS name, bool_and(provolatile = 'v')::text AS all ${callable}
  GROUP BY 1 HAVING bool_or(provolatile = 'v') ORDER BY 1`
const steadyQuery = `SELECT proname AS name ${callable} GROUP BY 1 HAVING NOT bool_or(provolatile = 'v') ORDER BY 1`
const binaryQuery = `SELECT s.typname || '>' || t.typname AS name FROM pg_cast c
  JOIN pg_type s ON s.oid = castsource JOIN pg_type t ON t.oid = casttarget WHERE castmethod = 'b' ORDER BY 1`
const operatorClassQuery = `SELECT amname || ' ' || typname AS name, opcname AS value FROM pg_opclass c
  JOIN pg_am a ON a.oid = opcmethod JOIN pg_type t ON t.oid = opcintype WHERE opcdefault ORDER BY 1`
const collatableQuery = `SELECT typname AS name, CASE collname WHEN 'default' THEN '' ELSE collname END AS value
  FROM pg_type t JOIN pg_collation c ON c.oid = typcollation WHERE typtype = 'b' AND typelem = 0 OR typname = 'name' ORDER BY 1`

/** Text of each generated file; names that not all versions have carry the versions that do. */
export function renderCatalogs(recorded: readonly Recorded[]): Record<string, string> {
  return {
    'functions.ts': renderFunctions(recorded),
    'types.ts': renderTypes(recorded)
  }
}

const notice = (script: string): string =>
  `// Recorded from PostgreSQL 14 to 18 by scripts/${script}; do not edit.\n/* prettier-ignore-start */\n`

function renderFunctions(recorded: readonly Recorded[]): string {
  const volatile = words(recorded.map(({version, volatile}) => [version, new Set(volatile.keys())]))
  const steady = words(recorded.map(({version, steady}) => [version, steady]))
  return `${notice('record-postgres-catalogs.ts')}
/** Functions that are volatile, of the server and its contrib extensions; \`name@14-16\`: on these versions only. */
export const volatileFunctions =
  '${volatile}'

/** Functions that are stable or immutable. */
export const steadyFunctions =
  '${steady}'
/* prettier-ignore-end */
`
}

function renderTypes(recorded: readonly Recorded[]): string {
  const text = (of: (one: Recorded) => Map<string, string>): string =>
    words(
      recorded.map((one) => [
        one.version,
        new Set([...of(one)].map(([key, value]) => `${key}=${value}`.replace(' ', ':')))
      ])
    )
  return `${notice('record-postgres-catalogs.ts')}
/** Casts between types that change no bytes, \`source>target\`. */
export const binaryCasts =
  '${words(recorded.map(({version, binary}) => [version, binary]))}'

/** Default operator classes, \`method:type=class\`. */
export const defaultOperatorClasses =
  '${text(({operatorClasses}) => operatorClasses)}'

/** Types that have a collation, \`type=\` or \`type=collation\` where it is not the database's. */
export const collatableTypes =
  '${text(({collatable}) => collatable)}'
/* prettier-ignore-end */
`
}

function words(sets: ReadonlyArray<[number, ReadonlySet<string>]>): string {
  const all = new Set(sets.flatMap(([, set]) => [...set]))
  return [...all]
    .sort()
    .map((word) => {
      const versions = sets.filter(([, set]) => set.has(word)).map(([version]) => version)
      return versions.length === sets.length ? word : `${word}@${versions[0] ?? ''}-${versions.at(-1) ?? ''}`
    })
    .join(' ')
}
