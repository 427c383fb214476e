import {createHash} from 'node:crypto'
import {basename, dirname, join} from 'node:path'
import {lineOnTop} from '../fixing/line-on-top.js'
import {compareNames, nameOf} from '../reading/names.js'
import {withSemicolons} from '../reading/sections.js'
import type {ProjectFiles} from '../project-files.js'
import type {ChecksumFault, Layout, LocatedFile} from './layout.js'

/**
 * Atlas: `.sql` files beside `atlas.sum`. One transaction for each, unless the comments at its top say
 * `atlas:txmode none`; they end with an empty line. Checkpoints are for new databases, instead of the files before.
 * https://atlasgo.io/versioned/apply#transaction-configuration
 * https://atlasgo.io/versioned/checkpoint
 * https://github.com/ariga/atlas/blob/master/sql/migrate/dir.go
 */
export const atlas: Layout = {
  name: 'Atlas',
  docs: {
    detectedBy: '`atlas.sum` beside the files',
    order: 'by file name; a checkpoint only where it is the first file',
    transaction: 'one for each file',
    noTransaction: '`-- atlas:txmode none` at the top, an empty line after it',
    down: 'none',
    sources: [
      'https://atlasgo.io/versioned/apply#transaction-configuration',
      'https://atlasgo.io/versioned/checkpoint',
      'https://github.com/ariga/atlas/blob/master/sql/migrate/dir.go'
    ]
  },
  byHand: '`atlas migrate hash` afterwards puts the files into `atlas.sum`',
  evidence: 'project',
  // It can check the folders of other runners too; those are run by them.
  matches: (file) =>
    sumOf(file) !== undefined &&
    !/\.(?:up|down)\.sql$|^[VUBR][\d._]*__/.test(nameOf(file.path)) &&
    file.path.endsWith('.sql'),
  direction: (file) => (isCheckpoint(file) ? 'other' : 'up'),
  compare: compareNames,
  normalise(text) {
    const delimiter = directive(text, 'delimiter')
    if (delimiter === undefined || delimiter === ';') return text
    const literal = delimiter.replace(/[.*+?^${}()|[\]]/g, '\\$&')
    const body = text.slice(headerOf(text).length)
    return text.slice(0, headerOf(text).length) + withSemicolons(body, new RegExp(literal, 'g'))
  },
  transaction: ({text}) => (directive(text(), 'txmode') === 'none' ? 'none' : 'migration'),
  noTransaction({text}) {
    const written = /^(?:--|#) ?atlas:txmode\b/m.test(headerOf(text()))
    return written ? undefined : {edits: [lineOnTop(text(), '-- atlas:txmode none', headerOf(text()) === '')]}
  },
  numbered: 'file',
  checksum: checksumFault
}

/** Each sum is that of all files up to it, so that nothing is known about those after the first that does not fit. */
function checksumFault({absolutePath, project}: LocatedFile): ChecksumFault | undefined {
  const folder = dirname(absolutePath)
  const first = project.once('checksums of Atlas', folder, () => firstFault(folder, project))
  const name = basename(absolutePath)
  if (first === undefined || name < first.name) return undefined
  return name === first.name ? first.fault : 'after'
}

/** https://github.com/ariga/atlas/blob/master/sql/migrate/dir.go */
function firstFault(folder: string, project: ProjectFiles): {name: string; fault: ChecksumFault} | undefined {
  const sums = new Map(
    [...(project.read(join(folder, 'atlas.sum'))?.text ?? '').matchAll(/^(?!h1:)(.+) h1:(\S+)$/gm)].map(
      ([, name = '', sum = '']) => [name, sum]
    )
  )
  const hash = createHash('sha256')
  for (const name of project.names(folder).filter((each) => each.endsWith('.sql'))) {
    const text = project.read(join(folder, name))?.text ?? ''
    hash.update(name)
    if (directive(text, 'sum') === 'ignore') continue
    hash.update(text)
    const kept = sums.get(name)
    if (kept === undefined) return {name, fault: 'missing'}
    if (kept !== hash.copy().digest('base64')) return {name, fault: 'changed'}
  }
  return undefined
}

function sumOf({absolutePath, project}: LocatedFile): string | undefined {
  return project.beside(absolutePath, 'atlas.sum')?.text
}

function isCheckpoint(file: LocatedFile): boolean {
  const first = /^(?!h1:)(.+) h1:/m.exec(sumOf(file) ?? '')?.[1]
  return directive(file.text(), 'checkpoint') !== undefined && first !== nameOf(file.path)
}

/** Comments at the top, where an empty line ends them; else they belong to the first statement. */
function headerOf(text: string): string {
  return /^(?:(?:--|#).*\r?\n)*(?=[ \t]*\r?\n|$)/.exec(text)?.[0] ?? ''
}

function directive(text: string, name: string): string | undefined {
  return new RegExp(`^(?:--|#) ?atlas:${name}\\b[ \\t]*(.*?)\\s*$`, 'm').exec(headerOf(text))?.[1]
}
