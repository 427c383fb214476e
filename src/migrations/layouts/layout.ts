import type {Dialect} from '../../server/server.js'
import type {Fix} from '../fixing/fix.js'
import type {Script} from '../../operations/script.js'
import type {Range} from '../../parse/source.js'
import type {Library} from '../embedded/library.js'
import type {Addition} from '../fixing/addition.js'
import type {ProjectFiles} from '../project-files.js'
import type {RunnerPlaceholders} from '../reading/placeholders.js'

/** `migration`: the runner sends it in one transaction; `none`: each statement commits by itself. */
export type TransactionMode = 'migration' | 'none'

/** `changed`: another text was summed up; `missing`: none was. `after`: so it is for one before it, which counts here too. */
export type ChecksumFault = 'changed' | 'missing' | 'after'

/** Checks of another checker, by its names, that are off for a migration. */
export interface DisabledChecks {
  peer: 'diesel-guard'
  names: readonly string[]
}

/** A file whose layout is looked for. */
export interface LocatedFile {
  /** Below the working directory where it is; always with `/`. */
  path: string
  absolutePath: string
  /** Its text; read when it is asked for. */
  text: () => string
  /** Other files of the project. */
  project: ProjectFiles
}

/** What a layout may look at to tell how a file is run. */
export interface MigrationFile extends LocatedFile {
  /** What goes up. */
  script: Script
}

/** What `docs/frameworks.md` says about a framework, in a few words each. */
export interface LayoutDocs {
  detectedBy: string
  order: string
  /** Of a file on PostgreSQL that says nothing about it. */
  transaction: string
  /** How a file says that it wants none; `none` where it cannot. */
  noTransaction: string
  /** What takes a change back. */
  down: string
  /** Documentation or source that this was taken from. */
  sources: readonly string[]
}

/** One framework's way to lay migrations out: which files, in which order, run how. */
export interface Layout {
  /** As its makers write it. */
  name: string
  docs: LayoutDocs
  /**
   * What `matches` looks at; layouts are asked in this order: `text`, a marker in the file itself;
   * `project`, another file of the project; `path`, a name that no other framework gives; `weak-path`, one that
   * several do; `none`.
   */
  evidence: 'text' | 'project' | 'path' | 'weak-path' | 'none'
  /** Whether a file is one of it. */
  matches: (file: LocatedFile) => boolean
  /** Whether a file that stands beside one that matches is of it too, though nothing else says so; of scripts, a stray. */
  adopts?: (path: string, text: () => string) => boolean
  /** The engine that the framework is for, or that a file of the project names. */
  dialect?: (file: LocatedFile) => Dialect | undefined
  /**
   * `down`: it takes a change back. `other`: the runner does something else with it than to migrate.
   * `schema`: it is a dump of what the migrations have made. None of them is read going up. Default: `up`. Without a
   * dialect: for any of them.
   */
  direction?: (file: LocatedFile, dialect?: Dialect) => 'up' | 'down' | 'other' | 'schema'
  /** Of files for several engines, or several states to start from, those that are run. */
  choose?: (paths: readonly string[], dialect: Dialect) => string[]
  /** Default: by path, numbers by their value. */
  compare?: (a: string, b: string) => number
  /**
   * Absolute paths in the order that a list of the framework gives to the files beside `file`. The same array for all
   * of them. Those that it leaves out come last.
   */
  listed?: (file: LocatedFile, dialect: Dialect) => readonly string[] | undefined
  /** What the framework runs beside its files that is not read, in a few words each for people; the same for all of a project. */
  unread?: (file: LocatedFile, dialect: Dialect) => readonly string[]
  /** The folder that all migrations of the project are in. Default: the one that the file is in. */
  folder?: (file: LocatedFile) => string
  /** The parts of the text that are run going up. Default: all of it. */
  upParts?: (text: string, dialect: Dialect) => Range[]
  /** The parts of the text that take the change back. Default: none. */
  downParts?: (text: string) => Range[]
  /** The file beside it that takes the change back; it need not be there. */
  downFile?: (absolutePath: string) => string | undefined
  /** Its migrations are scripts; the SQL in them is found by what is known of this library. */
  library?: Library | ((file: LocatedFile) => Library)
  /** What the project's own configuration puts in the place of placeholders. Default: nothing that a file says. */
  placeholders?: (file: LocatedFile, dialect: Dialect) => RunnerPlaceholders | undefined
  /** The text as the server's own tools read it: delimiters as `;`. Nothing in it moves. Default: as it is. */
  normalise?: (text: string, file: LocatedFile, dialect: Dialect) => string
  /**
   * On PostgreSQL; MySQL and MariaDB commit each schema statement by itself. Ranges: each is a transaction of its own,
   * what is outside of them is in none.
   */
  transaction: (file: MigrationFile) => TransactionMode | readonly Range[]
  /** Whether it sends a file, or a part that is a transaction, as one query. Default: no. */
  oneQuery?: true
  /**
   * What makes the runner send a file, or the part of it with this offset, without a transaction. Default: nothing can,
   * or nothing has to.
   */
  noTransaction?: (file: LocatedFile, offset: number) => Fix | undefined
  /** The number that the runner knows a migration by: it refuses two of the same. Default: it knows them by their names. */
  version?: (path: string) => string | undefined
  /** What the checksums that the framework keeps say against a file. Default: it keeps none, or not in files. */
  checksum?: (file: LocatedFile) => ChecksumFault | undefined
  /** The path of a new file whose name makes the runner send it without a transaction. Default: no name does. */
  nameOutside?: (absolutePath: string) => string
  /** The text of a file of its own, where new files are not found by their names. Default: SQL as it is. */
  standalone?: (addition: Addition) => string
  /** What a person does with new SQL, where the name of a file alone does not make it run; a sentence. */
  byHand?: string
  /** What bears the number by which migrations are ordered. Default: no file can be added by its name alone. */
  numbered?: 'file' | 'folder'
  /** The text of a new migration; `back` may be empty. Default: only what goes up. */
  compose?: (parts: {up: string; back: string}, lineEnd: string) => string
  /** Puts SQL into the file so that it runs right after a statement, but apart from it. Default: it takes another file. */
  append?: (file: LocatedFile, addition: Addition) => Fix | undefined
  /** Checks of another checker that a file beside it switches off for it, where that checker looks there. */
  disabledBeside?: (file: LocatedFile) => DisabledChecks | undefined
  /** Whether the runner keeps a checksum in the file itself. Default: no. */
  sealed?: (file: LocatedFile) => boolean
}
