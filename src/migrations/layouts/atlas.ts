import {dirname, join} from 'node:path'
import {lineOnTop} from '../fixing/line-on-top.js'
import {compareNames, nameOf} from '../reading/names.js'
import {withSemicolons} from '../reading/sections.js'
import type {Layout, LocatedFile} from './layout.js'

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
  numbered: 'file'
}

function sumOf({absolutePath, project}: LocatedFile): string | undefined {
  return project.read(join(dirname(absolutePath), 'atlas.sum'))?.text
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
