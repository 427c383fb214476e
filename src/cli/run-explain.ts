import {explainProject} from '../core/explain.js'
import {explainFormats} from '../report/formats.js'
import {open, sayGuess} from './open.js'
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
  const statements = explainProject(await opened.project.open())
  opened.done()

  if (options.format === 'json') sayGuess(opened)
  const report = await explainFormats[options.format]()
  write(report(statements, opened.context))
}
