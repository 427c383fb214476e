/** Checks files as `sqlsafe check` does, for the tests of its reports. */
import {rmSync} from 'node:fs'
import {checkProject} from '../../src/core/check.js'
import type {CheckResult} from '../../src/core/check-result.js'
import type {CheckRun} from '../../src/core/check.js'
import {openProject} from '../../src/core/project.js'
import type {ProjectOptions} from '../../src/core/project.js'
import {timelinesOf} from '../../src/core/timeline.js'
import type {ReportContext} from '../../src/report/context.js'
import {writeProject} from './cli.js'

/** What a format is given. */
export interface Checked {
  result: CheckResult
  context: ReportContext
}

/**
 * Check the files below `m` of a project, on PostgreSQL 16 where nothing else is said.
 *
 * @param run What is asked for beside findings.
 */
export async function checkFiles(
  files: Record<string, string>,
  options: Partial<ProjectOptions> = {},
  run: CheckRun = {}
): Promise<Checked> {
  const cwd = writeProject(files)
  try {
    const server = {dialect: 'postgres', serverVersion: '16'} as const
    const project = await openProject({paths: ['m'], cwd, ...server, ...options})
    const result = checkProject(project, options.configuration, run)
    const history = project.migrations.filter(({checked}) => !checked).length
    // Another one: the first has been walked over.
    const timelines = timelinesOf(await openProject({paths: ['m'], cwd, ...server, ...options}))
    return {result, context: {project, history, quiet: false, style: {color: false, columns: 100}, timelines}}
  } finally {
    rmSync(cwd, {recursive: true, force: true})
  }
}
