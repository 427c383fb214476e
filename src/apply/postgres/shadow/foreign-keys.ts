/** Foreign keys of a table that is replaced, and those to it: whether the new shape can have them, and on which index. */
import {quoteFullName} from '../../../sql/postgres.js'
import type {Connection} from '../../connection/connection.js'
import {errorKind} from '../error-kind.js'
import {replaceOnce} from './catalog/indexes.js'
import type {IndexRecipe} from './catalog/indexes.js'
import {fullName, readJson} from './catalog/read.js'
import type {ShadowNames} from './names.js'

/** Foreign keys lie on columns, and those of others on a unique key, that must be there after the change. */
export async function lostKeys(connection: Connection, source: number, shadow: number): Promise<string[]> {
  const rows = await connection.query<{reason: string}>(
    `SELECT 'foreign key ' || quote_ident(k.conname) || ' of ' || k.conrelid::regclass || ' uses a column that the change takes away' AS reason
     FROM pg_constraint k WHERE k.contype = 'f' AND k.conparentid = 0 AND $1::oid IN (k.conrelid, k.confrelid) AND EXISTS (
       SELECT FROM pg_attribute a WHERE a.attrelid = $1 AND a.attnum = ANY (
         CASE WHEN k.conrelid = $1 THEN k.conkey ELSE '{}' END || CASE WHEN k.confrelid = $1 THEN k.confkey ELSE '{}' END)
       AND NOT EXISTS (SELECT FROM pg_attribute b WHERE b.attrelid = $2 AND b.attname = a.attname AND NOT b.attisdropped))
     UNION ALL
     SELECT 'foreign key ' || quote_ident(k.conname) || ' of ' || k.conrelid::regclass || ' needs the unique key ' || c.relname || ', which the change takes away'
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conindid
     WHERE k.contype = 'f' AND k.confrelid = $1
       AND NOT EXISTS (SELECT FROM pg_index i
         WHERE i.indrelid = $2 AND i.indisunique AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts = cardinality(k.confkey)
           AND NOT EXISTS (SELECT FROM unnest(k.confkey) AS number WHERE NOT EXISTS (
             SELECT FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = $2 AND b.attname = a.attname
             WHERE a.attrelid = $1 AND a.attnum = number
               AND b.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]))))`,
    [source, shadow]
  )
  return rows.map(({reason}) => reason)
}

interface ChangedKey {
  /** Quoted. */
  name: string
  description: string
  definition: string
  /** The table that it refers to, as the definition has it. */
  target: string
  /** The other table; `null`: it refers to its own. */
  partner: string | null
  /** ` UNLOGGED`, or empty. */
  persistence: string
  /** It is the other table's. */
  incoming: boolean
}

/**
 * Foreign keys that the server refuses between the new shape and the other table: tried where their columns change, on an
 * empty twin of that one, and taken back. The swap would meet it after the whole copy. Under `withFullNames`.
 *
 * @param own Quoted names of keys that the new shape has in place of the table's.
 * Locks: `ACCESS SHARE` on the other table, for a moment.
 */
export async function refusedKeys(
  connection: Connection,
  source: number,
  shadow: number,
  names: ShadowNames,
  own: readonly string[]
): Promise<string[]> {
  const refused: string[] = []
  for (const key of await readJson<ChangedKey[]>(connection, changedKeys, [source, shadow])) {
    if (!key.incoming && own.includes(key.name)) continue
    await connection.execute('SAVEPOINT sqlsafe_probe')
    const because = await tryKey(connection, key, names)
    await connection.execute('ROLLBACK TO SAVEPOINT sqlsafe_probe')
    if (because !== undefined) refused.push(`${key.description} cannot be on the new shape: ${because}`)
  }
  return refused
}

/** What the server says of types, operators and actions that do not fit; whatever else it says is no matter of the key. */
const misfits = new Set(['0A000', '42804', '42830', '42883', '42P16', '42P21', '42P22'])

/** Why the server refuses it; `undefined`: it does not, or it cannot be tried. */
async function tryKey(
  connection: Connection,
  {definition, incoming, partner, persistence, target}: ChangedKey,
  {growing, shadow}: ShadowNames
): Promise<string | undefined> {
  const twin = partner === null ? shadow : quoteFullName({schema: growing, name: 'sqlsafe_probe'})
  const [from, to] = incoming ? [twin, shadow] : [shadow, twin]
  const make = `CREATE${persistence} TABLE ${twin} (LIKE ${partner ?? ''} INCLUDING INDEXES)`
  if (partner !== null && (await refusalOf(connection, make)) !== undefined) return undefined
  const tried = replaceOnce(definition, ` REFERENCES ${target}(`, ` REFERENCES ${to}(`)
  const refusal = await refusalOf(connection, `ALTER TABLE ${from} ADD CONSTRAINT sqlsafe_probe ${tried}`)
  if (refusal === undefined || !misfits.has(refusal.code)) return undefined
  const detail = refusal.detail === '' ? '' : ` (${refusal.detail})`
  return refusal.message.replace('foreign key constraint "sqlsafe_probe"', 'it') + detail
}

/** @throws {Error} What may pass when it is tried again, and a lost connection. */
async function refusalOf(
  connection: Connection,
  sql: string
): Promise<{code: string; message: string; detail: string} | undefined> {
  try {
    await connection.execute(sql)
    return undefined
  } catch (error) {
    if (!(error instanceof Error) || errorKind(error) !== 'final') throw error
    const [code, detail] = [Reflect.get(error, 'code'), Reflect.get(error, 'detail')].map((value: unknown) =>
      typeof value === 'string' ? value : ''
    )
    return {code: code ?? '', message: error.message, detail: detail ?? ''}
  }
}

const changedKeys = `
  SELECT coalesce(json_agg(json_build_object(
    'name', quote_ident(k.conname), 'description', 'foreign key ' || quote_ident(k.conname) || ' of ' || k.conrelid::regclass,
    'definition', pg_get_constraintdef(k.oid), 'target', k.confrelid::regclass,
    'partner', CASE WHEN k.conrelid <> k.confrelid THEN ${fullName} END,
    'persistence', CASE c.relpersistence WHEN 'u' THEN ' UNLOGGED' ELSE '' END,
    'incoming', k.confrelid = $1) ORDER BY k.conname), '[]')
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = CASE WHEN k.conrelid = $1 THEN k.confrelid ELSE k.conrelid END
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype = 'f' AND k.conparentid = 0 AND $1 IN (k.conrelid, k.confrelid)
    AND ((SELECT relpersistence FROM pg_class WHERE oid = $1) <> (SELECT relpersistence FROM pg_class WHERE oid = $2)
      OR EXISTS (SELECT FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = $2 AND b.attname = a.attname
        WHERE a.attrelid = $1 AND NOT b.attisdropped
          AND a.attnum = ANY (CASE WHEN k.conrelid = $1 THEN k.conkey ELSE '{}' END
            || CASE WHEN k.confrelid = $1 THEN k.confkey ELSE '{}' END)
          AND (a.atttypid, a.attcollation, a.attgenerated) <> (b.atttypid, b.attcollation, b.attgenerated)))`

/**
 * The indexes to build, and before them that of the key by which rows are found. Of several unique ones on its columns a
 * foreign key takes the one that was made first, and should hang on the same as before: so those come first.
 */
export async function inBuildOrder(
  connection: Connection,
  source: number,
  recipes: readonly IndexRecipe[],
  {columns, key}: {key: string; columns: readonly string[]}
): Promise<{indexes: IndexRecipe[]; keyIndex: IndexRecipe | undefined}> {
  const before = await readJson<Array<{name: string; columns: string[] | null; held: boolean}>>(
    connection,
    madeIndexes,
    [source]
  )
  const placeOf = ({name}: IndexRecipe): number => {
    const place = before.findIndex((each) => each.name === name)
    return place < 0 ? before.length : place
  }
  const ordered = [...recipes].sort((a, b) => placeOf(a) - placeOf(b))
  const own = ordered.find(({name}) => name === key)
  if (own === undefined) return {indexes: ordered, keyIndex: undefined}
  const onKey = JSON.stringify([...columns].sort())
  const isHeld = before.some(({held, name}) => held && name === key)
  const first = ordered.filter((recipe) => {
    const found = before[placeOf(recipe)]
    return !isHeld && found?.held === true && JSON.stringify(found.columns) === onKey
  })
  return {
    indexes: ordered.filter((recipe) => recipe !== own && !first.includes(recipe)),
    keyIndex: {...own, statements: [...first, own].flatMap(({statements}) => statements)}
  }
}

/** `held`: a foreign key hangs on it. */
const madeIndexes = `
  SELECT coalesce(json_agg(json_build_object('name', c.relname, 'held', held, 'columns', (
      SELECT json_agg(a.attname ORDER BY a.attname COLLATE "C") FROM pg_attribute a
      WHERE a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
    )) ORDER BY held DESC, c.oid), '[]')
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid,
    LATERAL (SELECT EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conindid = c.oid) AS held) AS h
  WHERE i.indrelid = $1`
