import {explainProject} from '../core/explain.js'
import {explainFormats} from '../report/formats.js'
import {open, sayGuess, sayUnread} from './open.js'
import {write} from './output.js'
import type {ReadingOptions} from './options.js'

/** What `sqlsafe explain` is given. */
export interface ExplainOptions extends ReadingOptions {
  format: 'pretty' | 'json'
  operation?: string
}

/** Explain and report. */
export async function runExplain(paths: string[], options: ExplainOptions): Promise<void> {
  const opened = await open(paths, options)
  const project = await opened.project.open()
  const statements = explainProject(project)
  opened.done()

  if (options.format === 'json') sayGuess(opened)
  sayUnread(opened, project.unread)
  const report = await explainFormats[options.format]()
  write(report(statements, opened.context))
}
