/** What the swap makes again on the new table: read from the old one just before, as statements. */
import type {Connection} from '../../connection/connection.js'
import {readGrants} from './catalog/grants.js'
import {readJson, withFullNames} from './catalog/read.js'
import * as texts from './catalog/texts.js'
import type {Identity} from './identities.js'
import type {ShadowNames} from './names.js'
import type {ShadowRecord} from './record.js'

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
  {laterChecks, shadow, source, statistics}: ShadowRecord,
  names: ShadowNames,
  serverMajor: number
): Promise<Afterwards> {
  const {kept, table} = names
  const strings = (sql: string, ...more: Array<string | number>): Promise<string[]> =>
    readJson(connection, sql, [source, ...more])
  return withFullNames(connection, async () => ({
    views: await readJson(connection, texts.views, [source]),
    partners: await strings(texts.partners),
    sequences: await strings(texts.sequences, shadow),
    identities: await readJson(connection, texts.identities, [source, shadow]),
    after: [
      ...statistics.flatMap((each) => moveStatistics(each, names)),
      ...laterChecks,
      ...(await strings(texts.keys, table, kept)),
      ...(await strings(texts.own, shadow, table)),
      ...(await strings(texts.publications(serverMajor), table, kept)),
      ...(await strings(texts.others)),
      ...(await readGrants(connection, source, shadow, table))
    ],
    validate: await strings(texts.validate, table)
  }))
}

/** They keep to their table when it moves, but not to its schema. */
function moveStatistics({name, schema}: {name: string; schema: string}, {growing, keeping}: ShadowNames): string[] {
  return [
    `ALTER STATISTICS ${schema}.${name} SET SCHEMA "${keeping}"`,
    `ALTER STATISTICS "${growing}".${name} SET SCHEMA ${schema}`
  ]
}
