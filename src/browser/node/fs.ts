/** `node:fs` for browsers: a disk with nothing on it. What a project consists of is given as texts. */

function absent(path: unknown): Error {
  return Object.assign(new Error(`ENOENT: no such file or directory, open '${String(path)}'`), {code: 'ENOENT'})
}

/** Nothing is there. */
export function existsSync(): boolean {
  return false
}

/** @throws {Error} Unless the caller can do without the file. */
export function statSync(path: unknown, {throwIfNoEntry = true}: {throwIfNoEntry?: boolean} = {}): undefined {
  if (throwIfNoEntry) throw absent(path)
}

/** @throws {Error} Always. */
export function readFileSync(path: unknown): never {
  throw absent(path)
}

/** @throws {Error} Always. */
export function readdirSync(path: unknown): never {
  throw absent(path)
}

/** Tell the callback, which comes last, that there is no such path. */
export function readdir(path: unknown, ...rest: unknown[]): void {
  const done = rest.at(-1) as (error: Error) => void
  done(absent(path))
}

export {readdir as realpath, readdir as stat, readdirSync as realpathSync}
