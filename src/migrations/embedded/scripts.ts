/** Which scripts are migrations. */
import type {Dialect} from '../../server/server.js'
import type {LocatedFile} from '../layouts/layout.js'

const script = /\.[cm]?[jt]s$/i

/** Whether a file is a script, by its name; declarations and tests are none that is run. */
export function isScript(path: string): boolean {
  return script.test(path) && !/\.(?:d|test|spec)\.[cm]?[jt]s$/i.test(path)
}

/** What sets a migration apart from other scripts: it has something that goes up. */
export const hasUp =
  /\bexports\.up\b|\b(?:async\s+)?function\s+up\b|\bexport\s+(?:const|let|var)\s+up\b|(?:^|[{,;])\s*(?:public\s+)?(?:async\s+)?up\s*[(:=]|\bup\s*,|\bup\s*\}|\bup\s*:/m

/** Texts in quotes, in which `//` begins no comment, and comments. What has no end goes to that of its line, or of all. */
const quotedOrComment =
  /"[^"\\\n]*(?:\\[^][^"\\\n]*)*"?|'[^'\\\n]*(?:\\[^][^'\\\n]*)*'?|`[^`\\]*(?:\\[^][^`\\]*)*`?|(\/\/.*|\/\*[^]*?(?:\*\/|$))/g

/** A script without its comments: what is said in one is not done. Texts in quotes stay. */
export function withoutComments(text: string): string {
  return text.replace(quotedOrComment, (found, comment?: string) => (comment === undefined ? found : ' '))
}

/** Names in a folder of migrations, where nobody has named the file itself. */
const inFolder = /(?:^|\/)(?:migrations?|migrate)\/(?:.*\/)?[^/]+$|(?:^|\/)\d{3,}[^/]*$/i

/** Whether a script that was found in a folder may be a migration: others are not even read. */
export function mayBeMigration(path: string): boolean {
  return isScript(path) && inFolder.test(path.replaceAll('\\', '/'))
}

const libraries =
  /\bknex\b|\bqueryRunner\b|\bqueryInterface\b|\bpgm\b|\$(?:execute|query)Raw|['"](?:kysely|typeorm|sequelize|drizzle-orm[^'"]*|@prisma\/client|node-pg-migrate|@payloadcms\/db-(?:vercel-)?postgres)['"]/i

/** Whether a text is a migration of a library that is known, as far as words tell. */
export function looksLikeMigration(text: string): boolean {
  return hasUp.test(text) && libraries.test(text)
}

/** Whether a file is a script with something that goes up. */
export function goesUp(path: string, text: () => string): boolean {
  return isScript(path) && hasUp.test(text())
}

const drivers: ReadonlyArray<[Dialect, RegExp]> = [
  ['postgres', /["'](?:pg|postgres|@sequelize\/postgres|@neondatabase\/serverless|pg-promise)["']\s*:/],
  ['mariadb', /["'](?:@sequelize\/)?mariadb["']\s*:/],
  ['mysql', /["'](?:@sequelize\/mysql|mysql2?)["']\s*:/]
]

/** The engine whose driver a project of scripts has; `undefined`: none, or several. */
export function dialectOfPackage({absolutePath, project}: LocatedFile): Dialect | undefined {
  const text = project.above(absolutePath, 'package.json')?.text ?? ''
  const named = drivers.filter(([, driver]) => driver.test(text)).map(([dialect]) => dialect)
  return named.length === 1 ? named[0] : undefined
}
