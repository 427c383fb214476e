import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {UsageError} from '../core/usage-error.js'
import {planFormats} from '../report/plan/formats.js'
import {open, sayGuess} from './open.js'
import {write} from './output.js'
import type {PlanOptions} from './plan.js'

/** Plan and report. */
export async function runPlan(paths: string[], options: PlanOptions): Promise<void> {
  const {format, outDir} = options
  const retryBlock = options.retryBlock === true
  if (format !== 'sql' && (outDir !== undefined || retryBlock)) {
    const option = outDir === undefined ? '--retry-block' : '--out-dir'
    throw new UsageError(`Unexpected \`${option}\` with \`--format ${format}\`, expected \`--format sql\``)
  }
  const opened = await open(paths, options)
  const {makePlan} = await import('../plan/make-plan.js')
  const project = await opened.project.open()
  const plan = await makePlan(project)
  opened.done()

  if (format !== 'pretty' && format !== 'markdown') sayGuess(opened)
  if (outDir === undefined) {
    const report = await planFormats[format]()
    write(report(plan, opened.context.style, {retryBlock}))
  } else {
    const {sqlFiles} = await import('../plan/sql-files.js')
    const files = sqlFiles(plan, project.migrations, {retryBlock})
    writeNew(outDir, files)
    write(files.map(({path}) => `${join(outDir, path)}\n`).join(''))
  }
  if (plan.remarks.some(({severity}) => severity === 'unsafe')) process.exitCode = 1
}

/** Nothing that is there is written over. */
function writeNew(folder: string, files: ReadonlyArray<{path: string; text: string}>): void {
  const taken = files.map(({path}) => join(folder, path)).find((path) => existsSync(path))
  if (taken !== undefined)
    throw new UsageError(`Unexpected file \`${taken}\`, expected a folder without files of that name`)
  for (const {path, text} of files) {
    const full = join(folder, path)
    mkdirSync(dirname(full), {recursive: true})
    writeFileSync(full, text)
  }
}
