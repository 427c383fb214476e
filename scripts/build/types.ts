import {existsSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {root} from './options.js'

/** Packages that come with ours, or are a user's own. */
const {dependencies, peerDependencies} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
  'dependencies' | 'peerDependencies',
  object
>
const offered = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)])

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
  for (const path of reached) writeFileSync(path, withoutDemands(readFileSync(path, 'utf8')))
}

/**
 * Types of packages that are bundled, and that a user may not have: where they are there they hold, where they are not they
 * are no error of a project that checks the declarations of its packages, too.
 */
function withoutDemands(text: string): string {
  return text.replace(/^import type .* from '([^'.][^']*)';$/gm, (line, name: string) =>
    name.startsWith('node:') || offered.has(name) ? line : `// @ts-ignore: of a package that is bundled.\n${line}`
  )
}
