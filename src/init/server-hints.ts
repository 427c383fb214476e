/** Looks for what a project says about the server that its migrations run on. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {glob} from 'tinyglobby'
import {compareVersions} from '../server/server.js'
import type {Dialect} from '../server/server.js'
import {readServerVersion, supported} from '../server/supported.js'
import {UsageError} from '../usage-error.js'

/** Something that names a server. */
export interface ServerHint {
  dialect: Dialect
  /** As `--server-version` takes it; `undefined`: it does not say. */
  version: string | undefined
  /** Where that stands, for people: `postgres:16-alpine` in `compose.yaml`. */
  said: string
}

/** A kind of files that name servers. */
interface HintSource {
  files: readonly string[]
  read: (text: string) => ReadonlyArray<Omit<ServerHint, 'said'> & {quoted: string}>
}

const ci = ['.github/workflows/*.{yml,yaml}', '.circleci/config.yml', 'bitbucket-pipelines.yml', '.drone.yml']
const gitlab = ['.gitlab-ci.yml', '.gitlab/**/*.yml']
const compose = ['**/{docker-compose,compose}*.{yml,yaml}', '.devcontainer/*.{yml,yaml}']

const sources: readonly HintSource[] = [
  {files: [...compose, ...ci], read: (text) => images(text, /\bimage:\s*["']?([^\s"'#,}]+(?:\}[^\s"'#,}]*)?)/g)},
  // Services are a list of images, or of names of them.
  {files: gitlab, read: (text) => images(text, /(?:\b(?:image|name):|^\s*-)\s*["']?([^\s"'#,}]+(?:\}[^\s"'#,}]*)?)/gm)},
  {files: ['.tool-versions'], read: (text) => tools(text, /^(\w+)[ \t]+(\S+)/gm)},
  {files: ['mise.toml', '.mise.toml'], read: (text) => tools(text, /^\s*"?(\w+)"?\s*=\s*"([^"]+)"/gm)},
  {
    // https://supabase.com/docs/guides/local-development/cli/config#db.major_version
    files: ['supabase/config.toml'],
    read: (text) => tools(text, /^\s*major_version\s*=\s*(\d+)/gm, 'postgres')
  },
  {
    files: ['**/schema.prisma'],
    read: (text) => tools(text, /^\s*provider\s*=\s*"(postgresql|mysql)"()/gm)
  },
  // https://guides.rubyonrails.org/configuring.html#configuring-a-database
  {files: ['config/database.yml'], read: (text) => tools(text, /^\s*adapter:\s*["']?(postgresql|mysql2|trilogy)()/gm)}
]

/** The last part of the names of images, and of tools, by whose server is in them. */
const names: ReadonlyArray<readonly [Dialect, RegExp]> = [
  ['postgres', /^(?:postgres|postgresql|postgis|pgvector|timescaledb(?:-ha)?)$/],
  ['mariadb', /^mariadb$/],
  ['mysql', /^(?:mysql|mysql2|mysql-server|percona|percona-server|trilogy)$/]
]

/** All that a project says. */
export async function findServerHints(cwd: string): Promise<ServerHint[]> {
  const found: ServerHint[] = []
  for (const {files, read} of sources) {
    const ignore = ['**/node_modules/**', '**/vendor/**']
    for (const path of (await glob([...files], {cwd, ignore, dot: true, expandDirectories: false})).sort()) {
      for (const {dialect, quoted, version} of read(readFileSync(join(cwd, path), 'utf8'))) {
        found.push({dialect, version, said: `\`${quoted}\` in \`${path}\``})
      }
    }
  }
  return found
}

/** The version to judge by: the lowest, where several are said; what sqlsafe has no facts about is told apart. */
export function chooseVersion(
  hints: readonly ServerHint[],
  dialect: Dialect
): {chosen: ServerHint | undefined; refused: ServerHint[]} {
  const said = hints.filter((hint) => hint.dialect === dialect && hint.version !== undefined)
  const known = said.flatMap((hint) => {
    const version = versionOf(hint)
    return version === undefined ? [] : [{hint, version}]
  })
  known.sort((a, b) => compareVersions(a.version, b.version))
  const refused = said.filter((hint) => !known.some((each) => each.hint === hint))
  return {chosen: known[0]?.hint, refused}
}

function versionOf({dialect, version = ''}: ServerHint): readonly number[] | undefined {
  try {
    return readServerVersion(dialect, version)
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}

function images(text: string, pattern: RegExp): ReturnType<HintSource['read']> {
  return [...text.matchAll(pattern)].flatMap(([, written = '']) => {
    // `${VERSION:-16}` is 16 where nobody says otherwise.
    const image = written.replaceAll(/\$\{\w+:?-([^}]*)\}/g, '$1').replace(/@.*$/, '')
    const [name = '', tag = ''] = image.slice(image.lastIndexOf('/') + 1).split(':')
    const dialect = dialectOf(name)
    return dialect === undefined ? [] : [{dialect, version: versionIn(tag, dialect), quoted: written}]
  })
}

function tools(text: string, pattern: RegExp, only?: Dialect): ReturnType<HintSource['read']> {
  return [...text.matchAll(pattern)].flatMap(([written, first = '', second = '']) => {
    const dialect = only ?? dialectOf(first)
    if (dialect === undefined) return []
    return [{dialect, version: versionIn(only === undefined ? second : first, dialect), quoted: written.trim()}]
  })
}

function dialectOf(name: string): Dialect | undefined {
  return names.find(([, pattern]) => pattern.test(name))?.[0]
}

/** `16-alpine`, `15-3.4` of PostGIS, `2.17-pg16` and `pg16` of extensions, `8.0.36`; of PostgreSQL the release series. */
function versionIn(tag: string, dialect: Dialect): string | undefined {
  if (dialect === 'postgres') return /(?:^|-)pg(\d+)/.exec(tag)?.[1] ?? /^(\d+)/.exec(tag)?.[1]
  const [version] = /^\d+(?:\.\d+)*/.exec(tag) ?? []
  return version
}

/** Names of versions that sqlsafe has facts about, for people. */
export function supportedLabel(dialect: Dialect): string {
  return `${supported[dialect].name} ${supported[dialect].label}`
}
