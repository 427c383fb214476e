/** What the server will do for the statement under the cursor, in the words of `explain`. */
import {resolve} from 'node:path'
import type {Hover} from 'vscode-languageserver'
import type {ChosenServer} from '../core/choose-server.js'
import {explainProject} from '../core/explain.js'
import type {ExplainedStatement} from '../core/explain.js'
import {describeBlocksOf} from '../knowledge/blocks.js'
import type {Effect} from '../knowledge/effect.js'
import {clean, describeWork} from '../report/explain-words.js'
import {describeServer} from '../report/server-line.js'
import {isInScript} from './checked.js'
import type {Looked} from './checked.js'
import {rangeIn} from './diagnostics.js'
import type {HoverText} from './hover-text.js'

/** All statements of a project's checked migrations, and the server that they are for. */
interface Explained {
  statements: readonly ExplainedStatement[]
  server: ChosenServer
  /** What is sent stands in no file as it is. */
  showsSql: boolean
}

/** Explain what stands at an offset; `undefined`: no statement does. */
export async function hoverAt(offset: number, looked: Looked, text: HoverText): Promise<Hover | undefined> {
  const explained = await explainOnce(looked)
  // A script may send several statements from one place; the innermost say most.
  const size = ({range: {end, start}}: ExplainedStatement): number => end.offset - start.offset
  const here = explained.statements
    .filter(({range: {end, start}}) => start.offset <= offset && offset <= end.offset)
    .sort((a, b) => size(a) - size(b))
  const [first] = here
  if (first === undefined) return undefined
  const statements = here.filter((each) => size(each) === size(first)).map((each) => describe(each, explained, text))
  const value = [...statements, text.words(`${describeServer(explained.server, 'settings')}.`)].join('\n\n')
  const {end, start} = first.range
  return {contents: {kind: text.kind, value}, range: rangeIn(looked.document, {start: start.offset, end: end.offset})}
}

async function explainOnce(looked: Looked): Promise<Explained> {
  const {file, project} = looked
  const known = project.kept.get('explained') as Explained | undefined
  if (known !== undefined) return known
  const opened = await (await project.find()).open()
  const statements = explainProject(opened).filter(
    ({file: path}) => file.alone === true || resolve(file.cwd, path) === file.absolutePath
  )
  const explained = {statements, server: opened, showsSql: isInScript(looked)}
  project.kept.set('explained', explained)
  return explained
}

function describe({effects, error, sql}: ExplainedStatement, explained: Explained, text: HoverText): string {
  const parts = [
    ...(explained.showsSql ? [text.sql(sql)] : []),
    ...effects.map((effect) => describeEffect(effect, explained, text)),
    ...(error ? [text.words(`Error: ${clean(error.message)}`)] : [])
  ]
  if (effects.length === 0 && error === null) parts.push('No relation that existed before.')
  return parts.join('\n\n')
}

function describeEffect(effect: Effect, {server}: Explained, {link, title, words}: HoverText): string {
  const {confidence, lock, relation, source} = effect
  return [
    title(relation),
    '',
    `- Lock: ${lock ?? 'none'}`,
    `- Blocks: ${describeBlocksOf(effect, server.server.dialect)}`,
    `- Work: ${words(describeWork(effect))}`,
    `- How sure: ${confidence}, ${link('source', source.url)}`
  ].join('\n')
}
