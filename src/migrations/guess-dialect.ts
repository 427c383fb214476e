import type {Dialect} from '../server/server.js'
import {located, withLayout} from './arrange.js'
import type {FoundFile} from './collect.js'
import {createProjectFiles} from './project-files.js'
import {disk} from './view.js'

/** Why a dialect was taken, for people: `ENGINE=` in `migrations/0001.sql`. */
export interface Guess {
  dialect: Dialect
  because: string
}

/** Words of folder and file names that name an engine. */
export const pathWords: ReadonlyArray<[Dialect, RegExp]> = [
  ['mariadb', /(?<=^|[._-])mariadb(?=$|[._-])/i],
  ['mysql', /(?<=^|[._-])mysql(?=$|[._-])/i],
  ['postgres', /(?<=^|[._-])(?:postgres(?:ql)?|pg(?:sql)?|psql)(?=$|[._-])/i]
]

/** A file, or a folder of files, that is one migration: its name says what it does, as in `0042_leave_mysql.sql`. */
const isOneMigration = /^(?:[UV]?\d|R__)/i

/** What only one of the engines takes. A file votes once for each sign that stands in it. */
const signs: ReadonlyArray<[Dialect, string, RegExp]> = [
  ['mysql', 'ENGINE=', /\bENGINE\s*=\s*(?:InnoDB|MyISAM|Aria|Memory)\b/i],
  ['mysql', 'AUTO_INCREMENT', /\bAUTO_INCREMENT\b/i],
  ['mysql', 'backticks', /`[A-Za-z_]\w*`/],
  ['mysql', 'MODIFY COLUMN', /\b(?:MODIFY|CHANGE)\s+COLUMN\b/i],
  ['mysql', 'ALGORITHM=', /\bALGORITHM\s*=\s*(?:INSTANT|NOCOPY|INPLACE|COPY)\b/i],
  ['mysql', 'TINYINT', /\b(?:TINYINT|MEDIUMTEXT|LONGTEXT|DATETIME|UNSIGNED)\b/i],
  ['mysql', 'DELIMITER', /^\s*DELIMITER\s/im],
  ['mariadb', 'SYSTEM VERSIONING', /\bSYSTEM\s+VERSIONING\b/i],
  ['mariadb', 'NOCOPY', /\bALGORITHM\s*=\s*NOCOPY\b/i],
  ['mariadb', '/*M!', /\/\*M!/],
  ['mariadb', 'ADD COLUMN IF NOT EXISTS', /`[^`]+`\s+ADD\s+COLUMN\s+IF\s+NOT\s+EXISTS/i],
  ['postgres', 'dollar quotes', /\$\w*\$/],
  ['postgres', 'a cast `::`', /[\w')\]]::\s*"?[a-z]/i],
  ['postgres', 'PostgreSQL types', /\b(?:TIMESTAMPTZ|JSONB|BYTEA|BIGSERIAL|SMALLSERIAL|TSVECTOR|CITEXT|UUID)\b/i],
  ['postgres', 'CONCURRENTLY', /\bCONCURRENTLY\b/i],
  ['postgres', 'CREATE EXTENSION', /\bCREATE\s+EXTENSION\b/i],
  ['postgres', 'ALTER COLUMN … TYPE', /\bALTER\s+(?:COLUMN\s+)?"?\w+"?\s+(?:SET\s+DATA\s+)?TYPE\b/i],
  ['postgres', 'ALTER COLUMN … SET NOT NULL', /\bALTER\s+(?:COLUMN\s+)?"?\w+"?\s+(?:SET|DROP)\s+NOT\s+NULL\b/i],
  ['postgres', 'quoted names', /\b(?:TABLE|INDEX|COLUMN)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?"\w+"/i],
  ['postgres', 'NOT VALID', /\bNOT\s+VALID\b/i],
  ['postgres', 'TYPE … AS ENUM', /\bAS\s+ENUM\s*\(/i],
  ['postgres', 'OWNER TO', /\bOWNER\s+TO\b/i]
]

/** What people write about it is of no engine; what servers run of a comment is. */
const remark = /--[^\n]*|\/\*(?!M?!)[\s\S]*?(?:\*\/|$)/g

/** Enough of a file to tell, and of a history. */
const characters = 20_000
const files = 40

/**
 * Tell from paths and texts which engine migrations are written for; `undefined` where nothing tells.
 *
 * @param paths Of all files.
 * @param texts Of some of them, by path; read one after another until it is clear.
 */
export function guessDialect(paths: readonly string[], read: (path: string) => string): Guess | undefined {
  return guessByPath(paths) ?? guessByText(paths, read) ?? guessByWords(paths)
}

/** Beside migrations stand files that no framework runs: way back, seeds. */
const mostLooks = 10

/** What the framework, or another file of the project, says of the first of the files that it says something of. */
export function dialectOfProject(
  files: readonly FoundFile[],
  read: (file: FoundFile) => string,
  view = disk
): Guess | undefined {
  const project = createProjectFiles(new Map(), view)
  for (const each of files.slice(0, mostLooks)) {
    const file = withLayout(each, read, project)
    const dialect = file.layout.dialect?.(located(file, read))
    if (dialect !== undefined) return {dialect, because: `the ${file.layout.name} project of \`${file.path}\``}
  }
  return undefined
}

/**
 * The engines that paths name, each with the first path that names it.
 *
 * @param beside Paths of all files that stand with them.
 */
export function dialectsInPaths(paths: readonly string[], beside = paths): Map<Dialect, string> {
  const dialectOf = dialectsOf(beside)
  const named = new Map<Dialect, string>()
  for (const path of paths) {
    const dialect = dialectOf(path)
    if (dialect !== undefined && !named.has(dialect)) named.set(dialect, path)
  }
  return named
}

/** Tells whether a file is run on an engine, as far as its path and those of the files beside it say. */
export function fitting(dialect: Dialect, paths: readonly string[]): (path: string) => boolean {
  const dialectOf = dialectsOf(paths)
  return (path) => {
    const named = dialectOf(path)
    return named === undefined || named === dialect || (dialect === 'mariadb' && named === 'mysql')
  }
}

/**
 * The engine that a path names, if it names one. A word in the middle of what a migration is called counts only where
 * another file differs from it by that word alone: what it does may be about the other engine.
 */
function dialectsOf(paths: readonly string[]): (path: string) => Dialect | undefined {
  const twins = new Map<string, Set<Dialect>>()
  for (const path of paths) {
    const said = saidInPassing(path)
    if (said) twins.set(said.rest, (twins.get(said.rest) ?? new Set()).add(said.dialect))
  }
  return (path) => {
    const plain = saidPlainly(path)
    if (plain !== undefined) return plain
    const said = saidInPassing(path)
    return said && (twins.get(said.rest)?.size ?? 0) > 1 ? said.dialect : undefined
  }
}

/** The nearest folder of an engine, else a name that says no more than what the file is, else a part between dots. */
function saidPlainly(path: string): Dialect | undefined {
  if (!anyWord.test(path)) return undefined
  const names = path.split('/').reverse()
  const [file = '', ...folders] = names
  const parts = file.split('.').slice(1)
  const words = [
    ...folders.filter((name) => !isOneMigration.test(name)).map(wordIn),
    isOneMigration.test(file) ? undefined : wordIn(file),
    ...parts.map(wordIn).filter((word) => word?.rest === '')
  ]
  return words.find((word) => word !== undefined)?.dialect
}

/** Any of those words: most paths have none. */
const anyWord = /mariadb|mysql|postgres|pg|psql/i

/** The engine that a path has a word of, and the path without it. */
function saidInPassing(path: string): {dialect: Dialect; rest: string} | undefined {
  if (!anyWord.test(path)) return undefined
  const names = path.split('/')
  for (const [index, name] of names.entries()) {
    const word = wordIn(name)
    if (word) return {dialect: word.dialect, rest: names.with(index, word.rest).join('/')}
  }
  return undefined
}

function wordIn(name: string): {dialect: Dialect; rest: string} | undefined {
  const found = pathWords.find(([, word]) => word.test(name))
  return found && {dialect: found[0], rest: name.replace(found[1], '')}
}

function guessByPath(paths: readonly string[]): Guess | undefined {
  const named = dialectsInPaths(paths)
  const [only] = named
  return named.size === 1 && only ? {dialect: only[0], because: `the path \`${only[1]}\``} : undefined
}

function guessByWords(paths: readonly string[]): Guess | undefined {
  for (const path of paths) {
    const said = saidInPassing(path)
    if (said) return {dialect: said.dialect, because: `the path \`${path}\``}
  }
  return undefined
}

function guessByText(paths: readonly string[], read: (path: string) => string): Guess | undefined {
  const votes = new Map<Dialect, number>()
  const first = new Map<Dialect, string>()
  for (const path of sample(paths)) {
    const text = read(path).slice(0, characters).replace(remark, ' ')
    for (const [dialect, sign, expression] of signs) {
      if (!expression.test(text)) continue
      votes.set(dialect, (votes.get(dialect) ?? 0) + 1)
      if (!first.has(dialect)) first.set(dialect, `${sign} in \`${path}\``)
    }
  }

  const postgres = votes.get('postgres') ?? 0
  const mysql = votes.get('mysql') ?? 0
  const mariadb = votes.get('mariadb') ?? 0
  if (postgres === 0 && mysql === 0 && mariadb === 0) return undefined
  // MariaDB's files are full of what MySQL takes too.
  const dialect = postgres > mysql + mariadb ? 'postgres' : mariadb > 0 ? 'mariadb' : 'mysql'
  return {dialect, because: first.get(dialect) ?? first.get('mysql') ?? ''}
}

/** Spread over the whole history: the first files of many are only `CREATE TABLE`s. */
function sample(paths: readonly string[]): string[] {
  if (paths.length <= files) return [...paths]
  const step = paths.length / files
  return Array.from({length: files}, (_, index) => paths[Math.floor(index * step)] ?? '')
}
