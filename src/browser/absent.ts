/** What stands in the place of modules that need a database, git or a disk, in browsers: each says so. */
import type {applyPlan as apply, revertTable as revert} from '../apply/run/apply-plan.js'
import type {importUserModule as importModule} from '../core/configuration/import-user-module.js'
import type {recall as remember} from '../core/recall.js'
import {UsageError} from '../usage-error.js'
import type {changedSince as changed} from '../migrations/changed-since.js'
import type {readLiveCatalog as readCatalog, readLiveWrites as readWrites} from '../schema/live/read.js'

function refuse(what: string): () => Promise<never> {
  return () => Promise.reject(new UsageError(`Unexpected ${what} in a browser, expected a program that runs on Node`))
}

/** Carries out nothing. */
export const applyPlan: typeof apply = refuse('plan to carry out')

/** Takes nothing back. */
export const revertTable: typeof revert = refuse('table to take back')

/** Finds no change. */
export const changedSince: typeof changed = refuse('revision of git')

/** Loads no module by its path; rules can be given themselves. */
export const importUserModule: typeof importModule = refuse('path of a module')

/** Reads no schema. */
export const readLiveCatalog: typeof readCatalog = refuse('address of a database')

/** Counts no writes. */
export const readLiveWrites: typeof readWrites = refuse('address of a database')

/** Knows of no earlier run. */
export const recall: typeof remember = () => undefined
