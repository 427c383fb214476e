/** What a changelog of Liquibase (YAML, XML, JSON) runs. */
import {basename, dirname, join} from 'node:path'
import type {LocatedFile} from '../layouts/layout.js'
import type {ProjectFiles} from '../project-files.js'
import {changelogTextAbove} from './changelog-text.js'

/** A file of SQL, or a folder of them, that a changelog names. */
interface Named {
  /** As written. */
  path: string
  isFolder: boolean
  /** Whether its changeset is sent in a transaction. */
  transaction: boolean
  /** It takes a changeset back. */
  isRollback: boolean
}

interface Changelog {
  absolutePath: string
  /** How many of its changesets say by themselves what they do, in no SQL file. */
  own: number
  named: readonly Named[]
  /** Where paths in it may begin: its own folder, and those above. */
  folders: readonly string[]
  /** Absolute paths that its files may have, in their order. */
  listed: readonly string[]
}

/** The nearest changelog above a file; `undefined`: there is none. */
export function changelogAbove({
  absolutePath,
  project
}: Pick<LocatedFile, 'absolutePath' | 'project'>): Changelog | undefined {
  const file = changelogTextAbove(absolutePath, project)
  return file && readChangelog(file, project)
}

function readChangelog({absolutePath, text}: {absolutePath: string; text: string}, project: ProjectFiles): Changelog {
  return project.once(`changelog ${absolutePath}`, () => {
    const folders = [dirname(absolutePath)]
    for (let level = 0; level < 6; level++) folders.push(dirname(folders.at(-1) ?? '/'))
    const named = namedIn(text)
    const files = named.filter(({isFolder}) => !isFolder)
    return {
      absolutePath,
      own: ownChangesets(text),
      named,
      folders,
      listed: files.flatMap(({path}) => folders.map((folder) => join(folder, path)))
    }
  })
}

/** How the changelog above runs a file that says nothing about that itself; `undefined`: it does not name it. */
export function namedByChangelog(file: Pick<LocatedFile, 'absolutePath' | 'project'>): Named | undefined {
  const changelog = changelogAbove(file)
  return changelog?.named.find(({isFolder, path}) =>
    changelog.folders.some((folder) => {
      const named = join(folder, path)
      return isFolder ? dirname(file.absolutePath) === join(named, '.') : named === file.absolutePath
    })
  )
}

/** What of the changelog above a file is not read; `undefined`: nothing. */
export function unreadOfChangelog(file: LocatedFile): string | undefined {
  const {absolutePath = '', own = 0} = changelogAbove(file) ?? {}
  if (own === 0) return undefined
  const [changesets, are] = own === 1 ? ['changeset', 'is'] : ['changesets', 'are']
  return `${String(own)} ${changesets} of ${basename(absolutePath)} ${are} in no SQL file: liquibase update-sql | sqlsafe check -`
}

/** What a word of the changelog begins; `end`: nothing. */
interface Mark {
  index: number
  name: string
}

/** Keys of YAML and JSON, tags of XML. */
const words =
  /<(\/?)(changeSet|changes|includeAll|include|rollback)\b|["'\s-](changeSet|changes|includeAll|include|rollback)["']?\s*:/g
const paths = /\b(?:file|path)["']?\s*[:=]\s*["']?([^"'\s,}<>]+)/g
const withoutTransaction = /\brunInTransaction["']?\s*[:=]\s*["']?false\b/i

function marksIn(text: string): Mark[] {
  return Array.from(text.matchAll(words), ({1: end, 2: tag, 3: key, index}) => {
    return {index, name: end === '/' ? 'end' : (tag ?? key ?? '')}
  })
}

function namedIn(text: string): Named[] {
  const marks = marksIn(text)
  return Array.from(text.matchAll(paths)).flatMap(({1: path = '', index}): Named[] => {
    const around = marks.findLast((mark) => mark.index < index)?.name ?? ''
    const isFolder = around === 'includeAll'
    if (!isFolder && !/\.sql$/i.test(path)) return []
    const begin = marks.findLast((mark) => mark.index < index && isWhole(mark))
    const isAlone = begin?.name === 'changeSet' && withoutTransaction.test(textFrom(begin, marks, text))
    return [{path, isFolder, isRollback: around === 'rollback', transaction: !isAlone}]
  })
}

/** A changeset, or files that are included. */
const isWhole = ({name}: Mark): boolean => name === 'changeSet' || name.startsWith('include')

function textFrom({index}: Mark, marks: readonly Mark[], text: string): string {
  return text.slice(index, marks.find((mark) => mark.index > index && isWhole(mark))?.index)
}

const changes =
  '(?:sql|update|insert|delete|modifyDataType|alterSequence|mergeColumns|(?:add|create|drop|rename|load|set)[A-Z]\\w*)'

/** Changes, as tags and as keys, other than those that name a file of SQL. */
const change = new RegExp(`<${changes}[\\s>/]|["'\\s-]${changes}["']?\\s*:`)

function ownChangesets(text: string): number {
  const marks = marksIn(text)
  return marks.filter((mark) => {
    if (mark.name !== 'changeSet') return false
    const own = textFrom(mark, marks, text)
    const way = marks.find(({index, name}) => index > mark.index && name === 'rollback')
    return change.test(way === undefined ? own : own.slice(0, Math.max(0, way.index - mark.index)))
  }).length
}
