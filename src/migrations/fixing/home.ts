/** What a fix may ask of the place that a migration has in its project: how its runner sends it, what may stand after it. */
import {dirname, isAbsolute, join, posix, relative, sep} from 'node:path'
import {applyEdits, lineEndOf} from './fix.js'
import type {Fix, NewFile} from './fix.js'
import type {Script} from '../../operations/script.js'
import type {Range} from '../../parse/source.js'
import type {ArrangedFile} from '../arrange.js'
import type {LocatedFile, TransactionMode} from '../layouts/layout.js'
import type {ProjectFile, ProjectFiles} from '../project-files.js'
import type {Addition} from './addition.js'
import {nextPath} from './next-path.js'

/** The place of a migration in its project. */
export interface MigrationHome {
  /** Its framework. */
  framework: string
  /** What a person does with new SQL there, where a file alone does not make it run. */
  byHand: string | undefined
  /** The text of a new file that is listed by hand; `undefined`: it has no form of its own. */
  standalone: ((addition: Addition) => string) | undefined
  /** Its text must stay as it is: the runner has a checksum in it. */
  sealed: boolean
  /** Whether another text of it would run in a transaction of the runner, at an offset, beside other files. */
  inTransaction: (text: string, offset: number, files?: readonly NewFile[]) => boolean
  /** What makes the runner send it, or the part with an offset, without a transaction. */
  withoutTransaction: (offset: number) => Fix | undefined
  /** What makes SQL run right after it. Each call gives away a path of its own. */
  append: (addition: Addition) => Fix | undefined
}

/** How a file is read and run. */
export interface HomeOptions {
  file: ArrangedFile
  text: string
  read: (text: string) => Script
  /** Paths that were given to new migrations of this run. */
  taken: Set<string>
  modeOf: (script: Script, file: LocatedFile) => TransactionMode | readonly Range[]
}

/** Make the home of a migration. */
export function createHome({file, modeOf, read, taken, text}: HomeOptions): MigrationHome {
  const {absolutePath, layout, path, project} = file
  const own: LocatedFile = {...file, text: () => text}
  const isFile = isAbsolute(absolutePath)
  const shown = (other: string): string => siblingOf(path, absolutePath, other)

  /** Of this file or of another of the project that is not there yet. */
  function runsIn(located: LocatedFile, offset: number): boolean {
    const mode = modeOf(read(located.text()), located)
    return typeof mode === 'string' ? mode === 'migration' : mode.some((range) => isIn(offset, range))
  }

  function compose(target: string, {back, title, transaction, up}: Addition): Fix | undefined {
    const eol = lineEndOf(text)
    const parts = {up: up.replaceAll('\n', eol), back: back.replaceAll('\n', eol)}
    const composeBy = (each: typeof parts): string => layout.compose?.(each, eol) ?? `${each.up}${eol}`
    const composed = composeBy(parts)
    const files = downFiles(target, parts.back, eol, title)
    const located = (content: string, beside: readonly NewFile[] = []): LocatedFile => ({
      path: shown(target),
      absolutePath: target,
      text: () => content,
      project: withFiles(project, beside, target, shown(target))
    })
    const placeIn = (content: string): number => content.indexOf(parts.up) + commentsOnTop(parts.up)
    const isIn = runsIn(located(composed), placeIn(composed))
    if (transaction && !isIn) {
      const inOne = {...parts, up: `BEGIN;${eol}${parts.up}${eol}COMMIT;`}
      return {edits: [], files: [{path: shown(target), text: composeBy(inOne)}, ...files]}
    }
    if (transaction || !isIn) return {edits: [], files: [{path: shown(target), text: composed}, ...files]}
    const outside = layout.nameOutside?.(target)
    if (outside !== undefined) {
      const elsewhere = {...located(composed), path: shown(outside), absolutePath: outside}
      if (runsIn(elsewhere, placeIn(composed))) return undefined
      return {edits: [], files: [{path: shown(outside), text: composed}, ...downFiles(outside, parts.back, eol, title)]}
    }
    const marked = layout.noTransaction?.(located(composed), placeIn(composed))
    if (marked === undefined) return undefined
    const content = applyEdits(composed, marked.edits)
    if (runsIn(located(content, marked.files), placeIn(content))) return undefined
    return {edits: [], files: [{path: shown(target), text: content}, ...(marked.files ?? []), ...files]}
  }

  /** Where the other migrations have a file that takes them back, so does a new one. */
  function downFiles(target: string, back: string, eol: string, title: string): NewFile[] {
    const [mine, other] = [layout.downFile?.(absolutePath), layout.downFile?.(target)]
    if (mine === undefined || other === undefined || project.read(mine) === undefined) return []
    // Some runners refuse a file without a statement.
    const down = back === '' ? `-- ${title}: nothing to take back.${eol}SELECT 1;` : back
    return [{path: shown(other), text: `${down}${eol}`}]
  }

  return {
    framework: layout.name,
    byHand: layout.byHand,
    standalone: layout.standalone,
    sealed: layout.sealed?.(own) === true,
    inTransaction: (other, offset, files = []) =>
      runsIn({...own, text: () => other, project: withFiles(project, files, absolutePath, path)}, offset),
    withoutTransaction(offset) {
      const fix = layout.noTransaction?.(own, offset)
      return isFile || (fix?.files ?? []).length === 0 ? fix : undefined
    },
    append(wanted) {
      const addition = {...wanted, title: wanted.title.replace(/\W+/g, '_').slice(0, longestTitle)}
      const inside = layout.append?.(own, addition)
      if (inside !== undefined) return inside
      const target = isFile ? nextPath(absolutePath, addition.title, layout, project, taken) : undefined
      const fix = target === undefined ? undefined : compose(target, addition)
      if (target !== undefined && fix !== undefined) taken.add(target)
      return fix
    }
  }
}

/** Length of what stands before the first statement. */
function commentsOnTop(text: string): number {
  return /^(?:[ \t]*(?:--[^\n]*)?\n)*/.exec(text)?.[0].length ?? 0
}

/** File names have an end. */
const longestTitle = 80

function isIn(offset: number, {end, start}: Range): boolean {
  return offset >= start && offset < end
}

/** The project with files that are not there yet. */
function withFiles(project: ProjectFiles, files: readonly NewFile[], absolutePath: string, path: string): ProjectFiles {
  if (files.length === 0) return project
  const made = (wanted: string): ProjectFile | undefined => {
    const found = files.find((file) => file.path === siblingOf(path, absolutePath, wanted))
    return found && {absolutePath: wanted, text: found.text}
  }
  return {
    ...project,
    read: (wanted) => made(wanted) ?? project.read(wanted),
    beside: (file, name) => made(join(dirname(file), name)) ?? project.beside(file, name)
  }
}

/** A file near another one as that one is shown. */
export function siblingOf(path: string, absolutePath: string, sibling: string): string {
  return posix.join(posix.dirname(path), relative(dirname(absolutePath), sibling).replaceAll(sep, '/'))
}
