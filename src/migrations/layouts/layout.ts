import type {Dialect} from '../../core/server.js'
import type {Script} from '../../operations/script.js'
import type {Range} from '../../parse/source.js'
import type {Migration} from '../migration.js'

/** How the runner sends a migration. */
export type TransactionMode = Migration['transaction']

/** What a layout may look at to tell how a file is run. */
export interface MigrationFile {
  /** Below the working directory where it is; always with `/`. */
  path: string
  absolutePath: string
  text: string
  script: Script
}

/** One framework's way to lay migrations out: which files, in which order, run how. */
export interface Layout {
  /** As its makers write it. */
  name: string
  /** Whether a file is one of it: by its path, else by its text. */
  matches: (path: string, text: () => string) => boolean
  /** Whether a file that stands beside one that matches is of it too, though nothing else says so. */
  adopts?: (path: string) => boolean
  /** `down`: it takes a change back and is never read going up. Default: `up`. */
  direction?: (path: string) => 'up' | 'down'
  /** Of files for several engines, those that are run on this one. */
  choose?: (paths: readonly string[], dialect: Dialect) => string[]
  /** Default: by path, numbers by their value. */
  compare?: (a: string, b: string) => number
  /** The parts of the text that are run going up. Default: all of it. */
  upParts?: (text: string) => Range[]
  /** On PostgreSQL; MySQL and MariaDB commit each schema statement by itself. */
  transaction: (file: MigrationFile) => TransactionMode
}
