import {existsSync, readFileSync, readdirSync, statSync} from 'node:fs'
import {dirname, isAbsolute, join} from 'node:path'

/** A file of the project that says something about its migrations. */
export interface ProjectFile {
  absolutePath: string
  text: string
}

/** Looks for other files of the project, each one once. */
export interface ProjectFiles {
  /** A file by its absolute path, if it is there. */
  read: (absolutePath: string) => ProjectFile | undefined
  /** The nearest file of one of these names (or what a pattern matches), from the folder of `absolutePath` upwards. */
  above: (absolutePath: string, name: string | RegExp) => ProjectFile | undefined
  /** Keeps what `make` makes, so that it is made once for a key. */
  once: <Value>(key: string, make: () => Value) => Value
}

/** How far up a project is looked for where no repository ends the way. */
const levels = 8

/** Create the view of one run; what it has seen it does not look at again. */
export function createProjectFiles(): ProjectFiles {
  const kept = new Map<string, unknown>()

  // Each key belongs to one caller, which knows what it has made.
  function once<Value>(key: string, make: () => Value): Value {
    if (!kept.has(key)) kept.set(key, make())
    return kept.get(key) as Value
  }

  function read(absolutePath: string): ProjectFile | undefined {
    return once(`file ${absolutePath}`, () =>
      statSync(absolutePath, {throwIfNoEntry: false})?.isFile() === true
        ? {absolutePath, text: readFileSync(absolutePath, 'utf8')}
        : undefined
    )
  }

  function beside(folder: string, name: string | RegExp): ProjectFile | undefined {
    if (typeof name === 'string') return read(join(folder, name))
    const names = once(`folder ${folder}`, () => (existsSync(folder) ? readdirSync(folder).sort() : []))
    const found = names.find((each) => name.test(each))
    return found === undefined ? undefined : read(join(folder, found))
  }

  function from(folder: string, name: string | RegExp, left: number): ProjectFile | undefined {
    return once(`above ${folder} ${String(name)}`, () => {
      const found = beside(folder, name)
      const parent = dirname(folder)
      if (found !== undefined || left === 0 || parent === folder || existsSync(join(folder, '.git'))) return found
      return from(parent, name, left - 1)
    })
  }

  return {
    once,
    read,
    // Standard input is in no folder.
    above: (absolutePath, name) => (isAbsolute(absolutePath) ? from(dirname(absolutePath), name, levels) : undefined)
  }
}
