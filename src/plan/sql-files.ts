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

/** Make the files, in the order in which the runner is to take them. */
export function sqlFiles(plan: Plan, migrations: readonly Migration[], {retryBlock}: FileOptions): SqlFile[] {
  const checked = migrations.filter((migration) => migration.checked)
  let number = 0
  return plan.phases.flatMap((phase, index) =>
    phase.steps.flatMap((step) => {
      number++
      const {statements, transaction} = stepSql(step, {dialect: plan.dialect, retryBlock})
      const source = checked[step.source.file]
      const from = plan.sources[step.source.file]?.path ?? ''
      const header = [...stepHeader(step, plan, index), `-- In the place of: ${from}, line ${String(step.source.line)}`]
      const up = [...header, ...statements.map(terminated)].join('\n')
      const undo = undoSql(step)
      const back = undo.statements.map(terminated).join('\n')
      const title = titleOf(step)
      const own = source?.home && framed(source.home, source.path, {title, up, back, transaction})
      return (
        own ?? [
          {path: `${String(number).padStart(4, '0')}_${title}.sql`, text: plainText(up, transaction, plan.dialect)}
        ]
      )
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

function plainText(up: string, transaction: boolean, dialect: Plan['dialect']): string {
  if (dialect !== 'postgres' && !transaction) return `${up}\n`
  return transaction ? `BEGIN;\n${up}\nCOMMIT;\n` : `-- Outside of a transaction.\n${up}\n`
}

/** Words with `_` between them. */
function titleOf({title}: PlannedStep): string {
  const words = title.toLowerCase().match(/[a-z0-9_]+/g) ?? ['step']
  return words.slice(0, 6).join('_')
}
