import {explainProject} from '../core/explain.js'
import {explainFormats} from '../report/formats.js'
import type {ExplainOptions} from './explain.js'
import {open, sayGuess} from './open.js'
import {write} from './output.js'

/** Explain and report. */
export async function runExplain(paths: string[], options: ExplainOptions): Promise<void> {
  const opened = await open(paths, options)
  const statements = explainProject(await opened.project.open())
  opened.done()

  if (options.format === 'json') sayGuess(opened)
  const report = await explainFormats[options.format]()
  write(report(statements, opened.context))
}
