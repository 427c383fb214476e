import {existsSync, readFileSync, readdirSync, rmSync} from 'node:fs'
import {dirname, join} from 'node:path'

/** Of all declarations that `tsc` wrote, keep those that the entries refer to. */
export function pruneTypes(folder: string, entries: readonly string[]): void {
  const reached = new Set<string>()
  const visit = (file: string): void => {
    if (reached.has(file) || !existsSync(file)) return
    reached.add(file)
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g)) {
      visit(join(dirname(file), `${path}.d.ts`))
    }
  }
  for (const entry of entries) visit(join(folder, entry))

  for (const each of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    const path = join(each.parentPath, each.name)
    if (each.isFile() && !reached.has(path)) rmSync(path)
  }
}
