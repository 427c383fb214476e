/** What another tool is given, as files: cut where it cannot go on, and where SQL stands between. */
import {basename, dirname} from 'node:path'
import type {SqlFile} from './sql-files.js'
import {terminated} from './step-sql.js'
import type {Tool} from './tool.js'
import type {ToolMigration, ToolWork} from './tool-work.js'

/** What stands together in a file. */
interface Section {
  kind: ToolWork['kind']
  work: ToolWork[]
  pieces: unknown[]
}

/** Make the files, in the order in which they are to be used. */
export function toolFiles(tool: Tool, migrations: readonly ToolMigration[]): SqlFile[] {
  return migrations.flatMap(({migration: {path}, work}) => {
    const sections = sectionsOf(tool, work)
    return sections.map((section, index) => {
      const number = sections.length === 1 ? '' : `_${String(index + 1).padStart(2, '0')}`
      const {ending, text} = fileOf(tool, section, path)
      return {path: `${stemOf(path)}${number}.${ending}`, text}
    })
  })
}

/** The name of a migration; some frameworks give each a folder, and all the same file name. */
function stemOf(path: string): string {
  const name = basename(path).replace(/\.[^.]*$/, '')
  return /^(?:migration|up)$/.test(name) ? basename(dirname(path)) : name
}

function sectionsOf(tool: Tool, work: readonly ToolWork[]): Section[] {
  const sections: Section[] = []
  for (const each of work) {
    const pieces = each.kind === 'tool' ? each.pieces : each.kind === 'plain' ? tool.plain?.(each.sql) : undefined
    if (pieces?.length === 0) continue
    const kind = pieces === undefined ? each.kind : 'tool'
    const isAlone = (list: readonly unknown[]): boolean => list.some((piece) => tool.standsAlone?.(piece) === true)
    const last = sections.at(-1)
    if (last?.kind === kind && kind !== 'cannot' && !isAlone([...last.pieces, ...(pieces ?? [])])) {
      last.work.push(each)
      last.pieces.push(...(pieces ?? []))
    } else sections.push({kind, work: [each], pieces: [...(pieces ?? [])]})
  }
  return sections
}

function fileOf(tool: Tool, {kind, pieces, work}: Section, path: string): {ending: string; text: string} {
  const {comment = '#', extension, limits, name, url, version} = tool
  const places = (line: number): string => `${path}, line ${String(line)}`
  if (kind === 'tool') {
    const notes = notesOf(work).map(([note, lines]) => `${path}, ${linesText(lines)}: ${note}`)
    const head = [`For ${name} ${version} (${url}), made by sqlsafe from ${places(work[0]?.line ?? 1)}.`]
    const lines = [...head, ...[...limits, ...notes].map((text) => `- ${text.replace(/\s+/g, ' ')}`)]
    return {ending: extension, text: `${lines.map((line) => `${comment} ${line}\n`).join('')}${tool.render(pieces)}`}
  }
  const reasons = work.flatMap((each) =>
    each.kind === 'cannot' ? [`NOT SAFE, and ${name} cannot do it: ${each.reason.replace(/\s+/g, ' ')}`] : []
  )
  const head = [`From ${places(work[0]?.line ?? 1)}.`, ...(reasons.length > 0 ? reasons : ['Safe as it stands.'])]
  const text = [...head.map((line) => `-- ${line}`), ...work.map(({sql}) => terminated(sql))].join('\n')
  return {ending: kind === 'cannot' ? `not-by-${name}.sql` : 'sql', text: `${text}\n`}
}

/** What is said of several statements is said once. */
function notesOf(work: readonly ToolWork[]): Array<[note: string, lines: number[]]> {
  const byNote = new Map<string, number[]>()
  for (const each of work) {
    if (each.kind !== 'tool') continue
    for (const note of each.notes) {
      const lines = byNote.get(note) ?? []
      byNote.set(note, lines.includes(each.line) ? lines : [...lines, each.line])
    }
  }
  return [...byNote]
}

function linesText(lines: readonly number[]): string {
  return `line${lines.length === 1 ? '' : 's'} ${lines.join(', ')}`
}

/** All of them in one text, each under its name; one alone stands by itself. */
export function toolText(files: readonly SqlFile[]): string {
  const [first] = files
  if (files.length === 1 && first) return first.text
  return files.map(({path, text}) => `# ==> ${path} <==\n${text}`).join('\n')
}
