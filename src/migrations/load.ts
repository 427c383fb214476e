import {readFileSync} from 'node:fs'
import type {Phase} from './phase.js'
import type {Dialect} from '../server/server.js'
import {UsageError} from '../usage-error.js'
import type {Reader, Script} from '../operations/script.js'
import type {Range} from '../parse/source.js'
import {isScript} from './embedded/scripts.js'
import {located} from './arrange.js'
import type {ArrangedFile} from './arrange.js'
import type {FoundFile} from './collect.js'
import {findEmbeddedSql} from './embedded/find-embedded-sql.js'
import {createHome, siblingOf} from './fixing/home.js'
import type {LocatedFile, TransactionMode} from './layouts/layout.js'
import type {DownPart, Migration} from './migration.js'
import {otherBranches} from './reading/go-template.js'
import {fillPlaceholders} from './reading/placeholders.js'
import type {PlaceholderValues} from './reading/placeholders.js'
import {blankInside, blankOutside} from './reading/sections.js'
import {transactionsOfQueries} from './reading/transactions.js'
import {reasonOf} from './view.js'

/** What is configured of the transactions of a runner. */
export interface RunnerTransaction {
  modeOf: (script: Script) => TransactionMode
  oneQuery: boolean
}

/** How migrations are read. */
export interface LoadOptions {
  read: Reader
  dialect: Dialect
  /** Configured: decides over what the layout says. */
  transaction?: RunnerTransaction | undefined
  /** Configured: what the runner puts in the place of placeholders. */
  placeholders?: PlaceholderValues | undefined
  /** Which files findings are raised for. */
  isChecked: (file: ArrangedFile) => boolean
  /** The phase that the configuration gives to a path. */
  phaseOf?: ((absolutePath: string) => Phase | undefined) | undefined
  /** Called for each file that is read, with how many there are. */
  onRead?: ((read: number, all: number) => void) | undefined
}

/** The name under which standard input is shown. */
export const stdinPath = '<stdin>'

/**
 * Make migrations of files. A file is read when its script is asked for, and forgotten when the next
 * one is: a history of many thousand files would not fit otherwise.
 */
export function loadMigrations(files: readonly ArrangedFile[], options: LoadOptions): Migration[] {
  const slot: Slot = {owner: undefined, script: undefined, read: 0, all: files.length, taken: new Set()}
  const versions = versionsOf(files)
  return files.map((file, index) => loadMigration(file, options, slot, versions[index]))
}

/** The text of a file as found. */
export function textOf(file: FoundFile): string {
  return file.text ?? readText(file.absolutePath, file.path)
}

/** The text of a file of UTF-8; other bytes become U+FFFD, which the grammar refuses where they stand. */
function readText(absolutePath: string, path: string): string {
  try {
    return readFileSync(absolutePath, 'utf8')
  } catch (error) {
    throw new UsageError(`Unexpected file \`${path}\`, expected one that can be read: ${reasonOf(error)}`, {
      cause: error
    })
  }
}

/** The script that is in memory, and how many were before it. */
interface Slot {
  owner: ArrangedFile | undefined
  script: Script | undefined
  read: number
  all: number
  /** Paths that fixes give to new migrations. */
  taken: Set<string>
}

function loadMigration(file: ArrangedFile, options: LoadOptions, slot: Slot, version: string | undefined): Migration {
  const {layout, path} = file
  const {dialect} = options
  const written = textOf(file)
  const library = typeof layout.library === 'function' ? layout.library(located(file, textOf)) : layout.library
  const embedded = library && isScript(path) ? findEmbeddedSql(written, path, library, dialect) : undefined
  const filled = embedded
    ? undefined
    : fillPlaceholders(written, options.placeholders ?? {}, {
        branches: otherBranches(written, dialect),
        runner: layout.placeholders?.(located(file, textOf), dialect)
      })
  const sent = embedded ?? filled
  const text = sent?.text ?? written

  function modeOf(script: Script, as: LocatedFile = located(file, textOf)): TransactionMode | readonly Range[] {
    if (options.transaction !== undefined) return options.transaction.modeOf(script)
    // https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html
    if (dialect !== 'postgres') return 'none'
    const mode = embedded?.asksForNone === true ? 'none' : layout.transaction({...as, script})
    return mode === 'none' && embedded ? transactionsOfQueries(script, embedded.queries, embedded.transactions) : mode
  }

  function readScript(content: string): Script {
    if (embedded) return embedded.complete(options.read(content))
    const parts = layout.upParts?.(content, dialect)
    const read = layout.normalise?.(content, located(file, textOf), dialect) ?? content
    return options.read(parts === undefined ? read : blankOutside(read, parts))
  }

  return {
    path,
    text,
    framework: layout.name,
    origin: sent && {toSource: sent.toSource, toSourceFix: sent.toSourceFix, text: written},
    checked: options.isChecked(file),
    phase: options.phaseOf?.(file.absolutePath),
    get script() {
      if (slot.owner === file && slot.script !== undefined) return slot.script
      slot.owner = file
      slot.script = readScript(text)
      options.onRead?.(++slot.read, slot.all)
      return slot.script
    },
    get transaction() {
      const mode = modeOf(this.script)
      return typeof mode === 'string' ? mode : mode.length > 0 ? 'migration' : 'none'
    },
    get transactions() {
      const mode = modeOf(this.script)
      return typeof mode === 'string' ? undefined : mode
    },
    get oneQuery() {
      if (dialect !== 'postgres') return false
      // Of a script that begins no transaction, what is one of its own is one query.
      return (
        options.transaction?.oneQuery ??
        (layout.oneQuery === true || (embedded?.transactions.length === 0 && this.transactions !== undefined))
      )
    },
    get down() {
      return embedded ? undefined : downOf(file, text, dialect)
    },
    get readDown() {
      const parts = this.down
      return parts && (() => parts.map(({range, text}) => options.read(blankOutside(text, [range]))))
    },
    version,
    get checksum() {
      return layout.checksum?.(located(file, textOf))
    },
    get disabledBeside() {
      return layout.disabledBeside?.(located(file, textOf))
    },
    get home() {
      // Its runner sends scripts, and SQL is what is edited.
      return embedded ? undefined : createHome({file, text, read: readScript, modeOf, taken: slot.taken})
    }
  }
}

/**
 * Numbers of different folders have nothing to do with one another. Where several of a folder's are taken twice, its
 * runner is another one of whose kind names tell nothing, and knows migrations by more: this one would have stopped.
 */
function versionsOf(files: readonly ArrangedFile[]): Array<string | undefined> {
  const named = files.map(({layout, path}) => {
    const version = layout.version?.(path)
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    return version === undefined ? undefined : {folder, version: `${folder} ${version}`}
  })
  const clashes = new Map<string, Set<string>>()
  const seen = new Set<string>()
  for (const name of named) {
    if (name && seen.has(name.version)) {
      clashes.set(name.folder, (clashes.get(name.folder) ?? new Set<string>()).add(name.version))
    } else if (name) seen.add(name.version)
  }
  return named.map((name) => (name && (clashes.get(name.folder)?.size ?? 0) <= mostClashes ? name.version : undefined))
}

/** Branches that were merged may have left as many. */
const mostClashes = 2

function downOf(
  {absolutePath, layout, path, project}: ArrangedFile,
  text: string,
  dialect: Dialect
): DownPart[] | undefined {
  if (layout.downParts) return layout.downParts(text).map((range) => ({path, text, range}))
  const file = layout.downFile?.(absolutePath)
  if (file === undefined) return undefined
  const written = file === absolutePath ? undefined : project.read(file)?.text
  if (written === undefined) return []
  const down = blankInside(written, otherBranches(written, dialect))
  return [{path: siblingOf(path, absolutePath, file), text: down, range: {start: 0, end: down.length}}]
}
