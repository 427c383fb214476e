/** Files that are as they were written, or not there. */
import {createHash, randomBytes} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'

const digestLength = 32

/** The content of an entry; `undefined` where it is missing, cannot be read, or is not what was written. */
export function readEntry(path: string): Buffer | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch {
    // Missing is how every entry begins, and one that may not be read is as good as missing.
    return undefined
  }
  const content = bytes.subarray(digestLength)
  return digest(content).equals(bytes.subarray(0, digestLength)) ? content : undefined
}

/** Write an entry, whole or not at all. */
export function writeEntry(path: string, content: Buffer): void {
  const next = `${path}.${randomBytes(6).toString('hex')}`
  try {
    mkdirSync(dirname(path), {recursive: true, mode: 0o700})
    writeFileSync(next, Buffer.concat([digest(content), content]), {mode: 0o600})
    renameSync(next, path)
  } catch {
    // A full or read-only disk makes the next run slower, not wrong.
    if (existsSync(next)) rmSync(next, {force: true})
  }
}

function digest(content: Buffer): Buffer {
  return createHash('sha256').update(content).digest()
}
