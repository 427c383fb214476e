// Records the SQL that node-pg-migrate sends for the calls of `fixtures/scripts/node-pg-migrate.json`, where a folder has
// the library installed: `node scripts/record-node-pg-migrate.mjs <folder>`.
import {readFileSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'

const folder = join(resolve(process.argv[2] ?? '.'), 'node_modules/node-pg-migrate')
const {exports, version} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const {MigrationBuilder} = await import(pathToFileURL(join(folder, entryOf(exports['.']))).href)

/** The file of an entry, which may stand below conditions. */
function entryOf(entry) {
  return typeof entry === 'string' ? entry : entryOf(entry.import ?? entry.default)
}

const file = new URL('../fixtures/scripts/node-pg-migrate.json', import.meta.url)
const {calls, library} = JSON.parse(readFileSync(file, 'utf8'))
const recorded = calls.map(({call}) => {
  const pgm = new MigrationBuilder({}, undefined, false, console)
  new Function('pgm', call)(pgm)
  return {call, sql: pgm.getSqlSteps()}
})
writeFileSync(file, `${JSON.stringify({library, version, calls: recorded}, null, 2)}\n`)
