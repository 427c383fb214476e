/** A plan as migrations for the user's own runner: one for each transaction, named and marked as its framework has it. */
import {basename, dirname, posix, relative, sep} from 'node:path'
import type {MigrationHome} from '../migrations/fixing/home.js'
import type {Migration} from '../migrations/migration.js'
import type {Plan, PlannedStep} from './plan.js'
import {stepHeader, stepSql, terminated, undoSql} from './step-sql.js'

/** A file to be written; `path` is relative to the folder that is asked for. */
export interface SqlFile {
  path: string
  text: string
}

interface FileOptions {
  retryBlock: boolean
}

export interface SqlFiles {
  /** In the order in which the runner is to take them. */
  files: SqlFile[]
  /** What is left for a person to do, each a sentence. */
  notes: string[]
}

/**
 * Make the files. Where the framework of a migration cannot run one of them as it must be run, all of that framework are
 * plain SQL: they come one after the other, and nobody would see the order.
 */
export function sqlFiles(plan: Plan, migrations: readonly Migration[], {retryBlock}: FileOptions): SqlFiles {
  const checked = migrations.filter((migration) => migration.checked)
  const parts = partsOf(plan, checked, retryBlock)
  const framedParts = parts.map(({part, source}) => source?.home && framed(source.home, source.path, part))
  const isFramed = framedParts.every((files) => files !== undefined)
  const homes = new Map(parts.flatMap(({source}) => (source?.home ? [[source.home.framework, source.home]] : [])))
  const files = parts.flatMap(({part, source}, index) => {
    const own = isFramed ? framedParts[index] : undefined
    if (own !== undefined) return own
    const title = `${String(index + 1).padStart(4, '0')}_${part.title}`
    const text = source?.home?.standalone?.({...part, title, offset: 0}) ?? plainText(part, plan.dialect)
    return [{path: `${title}.sql`, text}]
  })
  const notes = [...homes.values()].flatMap((home) => noteOf(home, isFramed))
  const hasScripts = parts.some(({source}) => source?.origin !== undefined && source.home === undefined)
  const scriptNote = 'Migrations that are scripts are not written: the files are SQL that they can send'
  return {files, notes: hasScripts ? [...notes, scriptNote] : notes}
}

function noteOf({byHand, framework}: MigrationHome, isFramed: boolean): string[] {
  if (byHand !== undefined) return [`${framework}: ${byHand}`]
  const reason = 'it cannot run one of them as it must be run: the files are plain SQL, for a person to send'
  return isFramed || framework === 'plain SQL' ? [] : [`${framework}: ${reason}`]
}

function partsOf(
  plan: Plan,
  checked: readonly Migration[],
  retryBlock: boolean
): Array<{part: Part; source: Migration | undefined}> {
  return plan.phases.flatMap((phase, index) =>
    phase.steps.map((step) => {
      const {statements, transaction} = stepSql(step, {dialect: plan.dialect, retryBlock})
      const source = checked[step.source.file]
      const from = plan.sources[step.source.file]?.path ?? ''
      const header = [...stepHeader(step, plan, index), `-- In the place of: ${from}, line ${String(step.source.line)}`]
      const up = [...header, ...statements.map(terminated)].join('\n')
      const undo = undoSql(step)
      const back = undo.statements.map(terminated).join('\n')
      return {part: {title: titleOf(step), up, back, transaction}, source}
    })
  )
}

interface Part {
  title: string
  up: string
  back: string
  transaction: boolean
}

/** As the framework of the migration has it; `undefined`: it has no files with numbers, or cannot run it so. */
function framed(home: MigrationHome, path: string, part: Part): SqlFile[] | undefined {
  const fix = home.append({offset: 0, ...part})
  const files = fix?.files ?? []
  if (fix === undefined || fix.edits.length > 0 || files.length === 0) return undefined
  // Where each migration is a folder, the folder is what stands beside the others.
  const isFolder = files.some((file) => basename(file.path) === basename(path))
  const root = isFolder ? dirname(dirname(path)) : dirname(path)
  return files.map((file) => ({path: relative(root, file.path).split(sep).join(posix.sep), text: file.text}))
}

function plainText({transaction, up}: Part, dialect: Plan['dialect']): string {
  if (dialect !== 'postgres' && !transaction) return `${up}\n`
  return transaction ? `BEGIN;\n${up}\nCOMMIT;\n` : `-- Outside of a transaction.\n${up}\n`
}

/** Words with `_` between them. */
function titleOf({title}: PlannedStep): string {
  const words = title.toLowerCase().match(/[a-z0-9_]+/g) ?? ['step']
  return words.slice(0, 6).join('_')
}
