/**
 * Record what the servers' own catalogs say of functions, casts and operator classes into
 * `src/knowledge/postgres/data/`. Usage, with a server of each version running:
 *
 *     SQLSAFE_TEST_POSTGRES_14_URL=… … npx tsx scripts/record-postgres-catalogs.ts
 */
import {writeFile} from 'node:fs/promises'
import pg from 'pg'
import {readCatalogs, renderCatalogs} from './postgres-catalogs.js'

const versions = [14, 15, 16, 17, 18]
const recorded = []

for (const version of versions) {
  const url = process.env[`SQLSAFE_TEST_POSTGRES_${version}_URL`]
  if (url === undefined) throw new Error(`Unexpected missing SQLSAFE_TEST_POSTGRES_${version}_URL, expected a server`)
  const client = new pg.Client({connectionString: url})
  await client.connect()
  recorded.push({version, ...(await readCatalogs(client))})
  await client.end()
}

for (const [file, text] of Object.entries(renderCatalogs(recorded))) {
  await writeFile(new URL(`../src/knowledge/postgres/data/${file}`, import.meta.url), text)
}
