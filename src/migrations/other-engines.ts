/** Files for engines that sqlsafe knows nothing about, which stand beside those that it does. */
import {pathWords} from './guess-dialect.js'

/** What a path says of an engine that is none of ours. */
export interface OtherEngine {
  engine: string
  /** Whether it differs by that word alone from a path for an engine of ours: `migrations_h2` beside `migrations_mysql`. */
  isTwin: boolean
}

/** Nothing else is called so. */
const names = 'sqlite3?|clickhouse|cockroach(?:db)?|crdb|mssql|sqlserver|hsqldb|h2|duckdb'
/** Words of other things too, which count beside a twin only: prices come from an oracle. */
const words = 'oracle|db2|derby|cassandra|spanner|opengauss|og|kingbase(?:es)?|dameng|oceanbase'
/** Short ones, which count where the whole path differs by them alone: OceanBase and Dameng. */
const shortWords = 'ob|dm'

/** A folder of that name, or a file that ends with it, or is named as Spring names them: `schema-h2.sql`. */
const plain = new RegExp(
  `(?:^|/)(?:migrations?[._-])?(${names})(?:[._-]migrations?)?/|(?:\\.|(?:^|/)(?:schema|data)-)(${names})\\.sql$`,
  'i'
)
/** Most projects have no such path. */
const anyName = new RegExp(`(?:^|[/._-])(?:${names}|${words}|${shortWords})(?=[/._-]|$)`, 'i')
/** What somebody has called a folder of migrations: more than the path of any file tells. */
const namedFolder = new RegExp(`(?:^|[/._-])(?:${names})(?=[/._-]|$)`, 'i')
const of = '(?:db|database|migrations?|schemas?|sql)'
const wordFolder = new RegExp(`(?:^|/)(?:${of}[._-])?(?:${words})(?:[._-]${of})?(?=/|$)`, 'i')
const anyWord = new RegExp(`(?<=^|[._-])(${names}|${words})(?=$|[._-])`, 'i')
const shortWord = new RegExp(`(?<=^|[._-])(${shortWords})(?=$|[._-])`, 'i')

/** Those of some paths that are for an engine that is none of ours. */
export function otherEnginesIn(paths: readonly string[]): Map<string, OtherEngine> {
  if (!paths.some((path) => anyName.test(path))) return new Map()
  const ours = new Set(paths.flatMap((path) => pathWords.flatMap(([, word]) => placesOf(word, path))))
  const wholes = new Set(paths.flatMap((path) => pathWords.flatMap(([, word]) => withoutWord(word, path))))
  const found = new Map<string, OtherEngine>()
  for (const path of paths) {
    const isShort = withoutWord(shortWord, path).some((rest) => wholes.has(rest))
    const twin = besideOurs(path, ours)
    // A short word may be one of something else: what is left out for it is told.
    const engine = twin ?? (isShort ? wordIn(shortWord, path) : plainly(path))
    if (engine !== undefined) found.set(path, {engine: engine.toLowerCase(), isTwin: twin !== undefined})
  }
  return found
}

/**
 * Whether a folder that migrations were found in is for an engine that is none of ours: nobody has named it to us.
 *
 * @param isOurs Whether what is written in it is for an engine of ours: prices come from a folder `oracle`.
 */
export function isFolderOfOtherEngine(path: string, isOurs: boolean): boolean {
  const said = namedFolder.exec(path) ?? (isOurs ? null : wordFolder.exec(path))
  return (
    said !== null &&
    !path
      .slice(said.index)
      .split('/')
      .some((name) => pathWords.some(([, word]) => word.test(name)))
  )
}

/** What the path says by itself, unless a name further down is an engine of ours. */
function plainly(path: string): string | undefined {
  const said = plain.exec(path)
  if (!said) return undefined
  const below = path.slice(said.index + said[0].length).split('/')
  const isOurs = below.some((name) => pathWords.some(([, word]) => word.test(name)))
  return isOurs ? undefined : (said[1] ?? said[2])
}

/** The word by which alone a path differs from one for an engine of ours. */
function besideOurs(path: string, ours: ReadonlySet<string>): string | undefined {
  if (ours.size === 0 || !placesOf(anyWord, path).some((place) => ours.has(place))) return undefined
  return wordIn(anyWord, path)
}

function wordIn(word: RegExp, path: string): string | undefined {
  return path
    .split('/')
    .map((name) => word.exec(name)?.[1])
    .find((found) => found !== undefined)
}

/** The path without a word, for each name in it that has it. */
function withoutWord(word: RegExp, path: string): string[] {
  const names = path.split('/')
  return names.flatMap((name, index) => (word.test(name) ? [names.with(index, name.replace(word, '')).join('/')] : []))
}

/** Where a path has a word: up to the name that has it, and that without it. */
function placesOf(word: RegExp, path: string): string[] {
  const names = path.split('/')
  return names.flatMap((name, index) =>
    word.test(name) ? [[...names.slice(0, index), name.replace(word, '')].join('/')] : []
  )
}
