/** What the swap makes again on the new table: read from the old one just before, as statements. */
import type {Connection} from '../../connection/connection.js'
import {readGrants} from './catalog/grants.js'
import {readJson, withFullNames} from './catalog/read.js'
import * as texts from './catalog/texts.js'
import type {Identity} from './identities.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'
import {keyStatements, missingKeys} from './written/foreign-keys.js'
import {readForeignKeys} from './written/own-parts.js'
import {moves} from './written/partitions.js'
import type {WrittenRecord} from './written/record.js'

export interface Afterwards {
  /** Relations with rules over the table, views above all: locked before it. */
  views: Array<{name: string; owner: string}>
  /** Tables that foreign keys tie to it, by name. */
  partners: string[]
  /**
   * Before the tables change places. Each locks a sequence: it waits for transactions that took numbers, and lets no
   * other session take one until the end.
   */
  sequences: string[]
  identities: Identity[]
  after: string[]
  /** Foreign keys to validate once the swap is done. */
  validate: string[]
}

/** Read all of it. Names in it are those after the swap: the new table has the name of the old one then. */
export async function readAfterwards(
  connection: Connection,
  {laterChecks, shadow, source, statistics, written}: ShadowRecord,
  names: ShadowNames,
  serverMajor: number
): Promise<Afterwards> {
  const {kept, table} = names
  const strings = (sql: string, ...more: Array<string | number>): Promise<string[]> =>
    readJson(connection, sql, [source, ...more])
  return withFullNames(connection, async () => {
    const own = await readOwn(connection, source, written, table, serverMajor)
    return {
      views: await readJson(connection, texts.views, [source]),
      partners: [...new Set([...(await strings(texts.partners)), ...own.partners])],
      sequences: await strings(texts.sequences, shadow),
      identities: await readJson(connection, texts.identities, [source, shadow]),
      after: [
        ...(written === undefined ? [] : moves(written.partitions, names)),
        ...statistics.flatMap((each) => moveStatistics(each, names)),
        ...laterChecks,
        ...(await strings(texts.keys, table, kept, String(written !== undefined))),
        ...own.add,
        ...(await strings(texts.own, shadow, table, JSON.stringify(written?.said ?? []))),
        ...(await strings(texts.publications(serverMajor), table, kept)),
        ...(await strings(texts.others)),
        ...(await readGrants(connection, source, shadow, table)),
        ...(written?.later ?? [])
      ],
      validate: [...own.validate, ...(await strings(texts.validate, table, String(written !== undefined)))]
    }
  })
}

/** Foreign keys of a table that was written: its own, and those that it is not said to have. */
async function readOwn(
  connection: Connection,
  source: number,
  written: WrittenRecord | undefined,
  table: string,
  serverMajor: number
): Promise<{add: string[]; validate: string[]; partners: string[]}> {
  if (written === undefined) return {add: [], validate: [], partners: []}
  const {foreignKeys, partitions, partners} = written
  const keys = [...foreignKeys, ...missingKeys(foreignKeys, await readForeignKeys(connection, source))]
  return {...keyStatements(keys, table, partitions, serverMajor), partners}
}

/** They keep to their table when it moves, but not to its schema. */
function moveStatistics({name, schema}: {name: string; schema: string}, {growing, keeping}: ShadowNames): string[] {
  return [
    `ALTER STATISTICS ${schema}.${name} SET SCHEMA "${keeping}"`,
    `ALTER STATISTICS "${growing}".${name} SET SCHEMA ${schema}`
  ]
}
