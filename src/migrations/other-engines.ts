/** Files for engines that sqlsafe knows nothing about, which stand beside those that it does. */
import {pathWords} from './guess-dialect.js'

/** Nothing else is called so. */
const names = 'sqlite3?|clickhouse|cockroach(?:db)?|crdb|mssql|sqlserver|hsqldb|h2|duckdb'
/** Words of other things too: prices come from an oracle. */
const words = 'oracle|db2|derby|cassandra|spanner|opengauss|og|kingbase|dameng'

/** A folder of that name, or a file that says it between dots, or as Spring names them: `schema-h2.sql`. */
const plain = new RegExp(
  `(?:^|/)(?:migrations?[._-])?(${names})(?:[._-]migrations?)?/|(?:\\.|(?:^|/)(?:schema|data)-)(${names})\\.[^/]*$`,
  'i'
)
const anyWord = new RegExp(`(?<=^|[._-])(${names}|${words})(?=$|[._-])`, 'i')

/** The engine that each of some paths names, where it is none of ours. */
export function otherEnginesIn(paths: readonly string[]): Map<string, string> {
  const ours = new Set(paths.flatMap((path) => pathWords.flatMap(([, word]) => placesOf(word, path))))
  const found = new Map<string, string>()
  for (const path of paths) {
    const [, folder, file] = plain.exec(path) ?? []
    const engine = folder ?? file ?? besideOurs(path, ours)
    if (engine !== undefined) found.set(path, engine.toLowerCase())
  }
  return found
}

/** The word by which alone a path differs from one for an engine of ours: `migrations_oracle` beside `migrations_mysql`. */
function besideOurs(path: string, ours: ReadonlySet<string>): string | undefined {
  if (ours.size === 0 || !placesOf(anyWord, path).some((place) => ours.has(place))) return undefined
  return path
    .split('/')
    .map((name) => anyWord.exec(name)?.[1])
    .find((word) => word !== undefined)
}

/** Where a path has a word: up to the name that has it, and that without it. */
function placesOf(word: RegExp, path: string): string[] {
  const names = path.split('/')
  return names.flatMap((name, index) =>
    word.test(name) ? [[...names.slice(0, index), name.replace(word, '')].join('/')] : []
  )
}
