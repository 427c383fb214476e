import {randomBytes} from 'node:crypto'
import {chmodSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {UsageError} from '../../usage-error.js'
import type {ChangedFile} from './fix-project.js'

/**
 * Write what fixes have changed, each file whole or not at all.
 *
 * @throws {UsageError} When a file is not as it was read any more; those before it are written.
 */
export function writeFiles(files: readonly ChangedFile[]): void {
  for (const file of files) {
    if (file.before === undefined) assertUnchanged(file, readIfThere(file.absolutePath))
    else assertUnchanged(file, readFileSync(file.absolutePath, 'utf8'))
  }
  for (const {absolutePath, after, before} of files) {
    if (before !== undefined) replace(realpathSync(absolutePath), after, statSync(absolutePath).mode)
    else {
      mkdirSync(dirname(absolutePath), {recursive: true})
      replace(absolutePath, after, undefined)
    }
  }
}

function readIfThere(path: string): string | undefined {
  return statSync(path, {throwIfNoEntry: false}) === undefined ? undefined : readFileSync(path, 'utf8')
}

function assertUnchanged({before, path}: ChangedFile, now: string | undefined): void {
  if (now === before) return
  throw new UsageError(`Unexpected change of \`${path}\` since it was read, expected none; nothing was written`)
}

function replace(path: string, text: string, mode: number | undefined): void {
  const next = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(next, text)
    if (mode !== undefined) chmodSync(next, mode)
    renameSync(next, path)
  } catch (error) {
    rmSync(next, {force: true})
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`Unexpected file \`${path}\`, expected one that can be written: ${reason}`, {cause: error})
  }
}
