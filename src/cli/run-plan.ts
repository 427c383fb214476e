import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {supported} from '../server/supported.js'
import {UsageError} from '../usage-error.js'
import {tools} from '../plan/tools.generated.js'
import {planFormats} from '../report/plan/formats.js'
import type {PlanFormatName} from '../report/plan/formats.js'
import {open, sayGuess, sayUnread} from './open.js'
import type {ReadingOptions} from './options.js'
import {write} from './output.js'

/** What `sqlsafe plan` is given. */
export interface PlanOptions extends ReadingOptions {
  format: PlanFormatName
  outDir?: string
  retryBlock?: true
  rebuildBytes?: number
  tool?: keyof typeof tools
}

/** Plan and report. */
export async function runPlan(paths: string[], options: PlanOptions): Promise<void> {
  const {format, outDir} = options
  const retryBlock = options.retryBlock === true
  if (options.tool !== undefined) {
    await runTool(options.tool, paths, options)
    return
  }
  if (format !== 'sql' && (outDir !== undefined || retryBlock)) {
    const option = outDir === undefined ? '--retry-block' : '--out-dir'
    throw new UsageError(`Unexpected \`${option}\` with \`--format ${format}\`, expected \`--format sql\``)
  }
  const opened = await open(paths, options)
  const {makePlan} = await import('../plan/make-plan.js')
  const project = await opened.project.open()
  const {dialect} = project.server
  if (retryBlock && dialect !== 'postgres') {
    throw new UsageError(
      `Unexpected \`--retry-block\` for ${supported[dialect].name}, expected it without: the server has no blocks outside of procedures`
    )
  }
  const plan = await makePlan(project, {rebuildBytes: options.rebuildBytes})
  opened.done()

  if (format !== 'pretty' && format !== 'markdown') sayGuess(opened)
  sayUnread(opened, project.unread)
  if (outDir === undefined) {
    const report = await planFormats[format]()
    write(report(plan, opened.context.style, {retryBlock}))
  } else {
    const {sqlFiles} = await import('../plan/sql-files.js')
    const {files, notes} = sqlFiles(plan, project.migrations, {retryBlock})
    writeNew(outDir, files)
    for (const note of notes) process.stderr.write(`sqlsafe: ${note.replaceAll('`', '')}\n`)
    write(files.map(({path}) => `${join(outDir, path)}\n`).join(''))
  }
  if (plan.remarks.some(({severity}) => severity === 'unsafe')) process.exitCode = 1
}

/** What another tool is given to do the same. */
async function runTool(name: keyof typeof tools, paths: string[], options: PlanOptions): Promise<void> {
  const {outDir} = options
  const opened = await open(paths, options)
  const [tool, all, {toolWork}, {toolFiles, toolText}] = await Promise.all([
    tools[name](),
    Promise.all(Object.values(tools).map((load) => load())),
    import('../plan/tool-work.js'),
    import('../plan/tool-files.js')
  ])
  const project = await opened.project.open()
  const {dialect} = project.server
  if (!tool.engines.includes(dialect)) {
    const engines = tool.engines.map((engine) => supported[engine].name).join(' and ')
    throw new UsageError(`Unexpected \`--tool ${name}\` for ${supported[dialect].name}, expected ${engines}`)
  }
  const rivals = all.filter((each) => each !== tool && each.engines.includes(dialect))
  const migrations = toolWork(tool, project, rivals)
  const files = toolFiles(tool, migrations)
  opened.done()

  sayGuess(opened)
  sayUnread(opened, project.unread)
  if (outDir === undefined) write(toolText(files))
  else {
    writeNew(outDir, files)
    write(files.map(({path}) => `${join(outDir, path)}\n`).join(''))
  }
  if (migrations.some(({work}) => work.some(({kind}) => kind === 'cannot'))) process.exitCode = 1
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
