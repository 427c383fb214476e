import {join} from 'node:path'
import {located, withLayout} from './arrange.js'
import {displayPath} from './collect.js'
import type {FoundFile} from './collect.js'
import {stdinPath, textOf} from './load.js'
import {createProjectFiles} from './project-files.js'
import {nameOf} from './reading/names.js'
import {disk} from './view.js'

const dumpName = 'structure.sql'

/**
 * The dump of the schema that stands in the project of files of no known framework, where what is checked is not in
 * it yet: `structure.sql` of Rails, for what its migrations print on standard input too.
 */
export function findSchemaDump(named: readonly FoundFile[], cwd: string, view = disk): FoundFile | undefined {
  const first = named.find(({path}) => nameOf(path) !== dumpName)
  if (first === undefined) return undefined
  const project = createProjectFiles(new Map(), view)
  if (withLayout(first, textOf, project).layout.evidence !== 'none') return undefined

  const dump =
    first.path === stdinPath ? project.read(join(cwd, 'db', dumpName)) : project.above(first.absolutePath, dumpName)
  if (dump === undefined) return undefined
  const {absolutePath, text} = dump
  const file = withLayout({path: displayPath(absolutePath, cwd), absolutePath, text}, textOf, project)
  if (file.layout.direction?.(located(file, textOf)) !== 'schema') return undefined
  return named.some(({path}) => isIn(text, path)) ? undefined : file
}

/** Whether a dump names the version that a file begins with as one that was applied. */
function isIn(dump: string, path: string): boolean {
  const [version] = /^\d{3,}/.exec(nameOf(path)) ?? []
  return version !== undefined && dump.includes(`'${version}'`)
}
