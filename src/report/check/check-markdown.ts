import type {CheckedFile, CheckResult} from '../../core/check-result.js'
import {statisticsOf} from '../../core/check-summary.js'
import type {Severity} from '../../core/define-rule.js'
import {placesIn} from '../../core/place.js'
import type {Message} from '../../core/rules/message.js'
import {describeCounts, describeLookedAt, describeTime, locksOf, verdictOf} from '../check-words.js'
import type {Verdict} from '../check-words.js'
import type {ReportContext} from '../context.js'
import {codeBlock, destination, htmlCode, inlineCode, prose} from '../markdown-text.js'
import {count} from '../style.js'

/** What those who post the report may ask for. */
export interface MarkdownOptions {
  /** In UTF-16 code units. Default: what GitHub takes as a comment. */
  maximumLength?: number | undefined
  /** The address of a line of a file; `undefined`: it has none. */
  link?: ((path: string, line: number) => string | undefined) | undefined
}

/** GitHub refuses a longer one: “body is too long (maximum is 65536 characters)”. */
const githubMaximum = 65_536

const marks: Record<Severity, string> = {error: '❌', warning: '⚠️', info: 'ℹ️'}
const verdictMarks: Record<Verdict['grade'], string> = {unsafe: '❌', doubtful: '⚠️', nothing: '➖', safe: '✅'}

const tableHead = [
  '| | Statement | Lock | Blocks | How long | Instead |',
  '| --- | --- | --- | --- | --- | --- |'
].join('\n')

/** The report of `check` for a pull request: the verdict, then a folded table for each file, the gravest first. */
export function checkMarkdown(
  result: CheckResult,
  context: ReportContext,
  {link = () => undefined, maximumLength = githubMaximum}: MarkdownOptions = {}
): string {
  const {grade, text} = verdictOf(result)
  const head = context.quiet ? '' : `### ${verdictMarks[grade]} ${prose(text)}\n\n`
  const foot = context.quiet ? '' : `${prose(describeLookedAt(result.summary, context))}\n`
  const sections = gravestFirst(result.files).map((file) => sectionOf(file, context, link))
  const all = sections.map(({open, rows}) => `${open}${rows.join('\n')}${close}`).join('')
  const diff = context.diff ? diffOf(context.diff) : ''

  const room = maximumLength - head.length - foot.length
  const drafts = [`${head}${all}${diff}${foot}`, `${head}${all}${foot}`, `${head}${cut(sections, room)}${foot}`]
  return drafts.find(({length}) => length <= maximumLength) ?? head.slice(0, Math.max(maximumLength, 0))
}

/** The findings of a file: what stands around the rows, and those. */
interface Section {
  open: string
  rows: string[]
}

const close = '\n\n</details>\n\n'

/** As many whole rows as there is room for, and how many are left out. */
function cut(sections: readonly Section[], room: number): string {
  const all = sections.reduce((sum, {rows}) => sum + rows.length, 0)
  let left = room - cutNote(all, all).length
  let shown = 0
  const parts: string[] = []
  for (const {open, rows} of sections) {
    const kept: string[] = []
    left -= open.length + close.length
    for (const row of rows) {
      if (row.length + 1 > left) break
      kept.push(row)
      left -= row.length + 1
    }
    if (kept.length > 0) parts.push(`${open}${kept.join('\n')}${close}`)
    shown += kept.length
    if (kept.length < rows.length) break
  }
  return `${parts.join('')}${cutNote(shown, all)}`
}

function cutNote(shown: number, all: number): string {
  return `> ✂️ **${shown} of ${count(all, 'finding')} shown**, more would be too long here: \`sqlsafe check\` lists them all.\n\n`
}

/** Where there is room for few, those that matter most; else as they are applied. */
function gravestFirst(files: readonly CheckedFile[]): CheckedFile[] {
  const weight = ({messages}: CheckedFile): number =>
    ['info', 'warning', 'error'].findLastIndex((severity) => messages.some((message) => message.severity === severity))
  return files.filter(({messages}) => messages.length > 0).sort((a, b) => weight(b) - weight(a))
}

function sectionOf(file: CheckedFile, context: ReportContext, link: NonNullable<MarkdownOptions['link']>): Section {
  const {messages, path, text} = file
  const toPlace = placesIn(text)
  const summary = `${htmlCode(path)}: ${describeCounts(statisticsOf([file]))}`
  const explained = new Set<string>()
  let before: Message['statement']
  const rows = messages.map((message) => {
    const {line} = toPlace(message.place).start
    const again = message.statement !== undefined && message.statement.start === before?.start
    before = message.statement
    const known = explained.has(message.ruleId)
    explained.add(message.ruleId)
    return rowOf({message, text, line: linked(line, link(path, line)), again, known}, context)
  })
  return {open: `<details>\n<summary>${summary}</summary>\n\n${tableHead}\n`, rows}
}

interface Row {
  message: Message
  /** Of the file. */
  text: string
  /** Where the finding is, as a link if it has one. */
  line: string
  /** The row before is about the same statement. */
  again: boolean
  /** A row before says what to do instead. */
  known: boolean
}

/** No one reads more in a table. */
const longestSql = 160
const mostRelations = 5

function rowOf({again, known, line, message, text}: Row, {project}: ReportContext): string {
  const {effects, note, place, reason, ruleId, severity, statement = place, url} = message
  const sql = inlineCode(text.slice(statement.start, statement.end), longestSql)
  const locks = locksOf(effects, project.server.dialect)
  const [, ...instead] = note
  const cells = [
    `${marks[severity]} ${line}`,
    `${again ? '' : `${sql}<br>`}${prose(reason)}`,
    locks.map(({lock, relations, unknown}) => `${prose(lock)}${unknown ? ' at worst' : ''} on ${named(relations)}`),
    locks.map(({blocks}) => blocks),
    prose(describeTime(message)),
    known ? `As above (${prose(ruleId)})` : `${prose(instead.join(' '))} ([${prose(ruleId)}](${destination(url)}))`
  ]
  return `| ${cells.map((cell) => [cell].flat().join('<br>')).join(' | ')} |`
}

function named(relations: readonly string[]): string {
  const shown = relations.slice(0, mostRelations).map((relation) => inlineCode(relation))
  const left = relations.length - shown.length
  return `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}

function linked(line: number, address: string | undefined): string {
  return address === undefined ? String(line) : `[${line}](${destination(address)})`
}

function diffOf(diff: string): string {
  return `<details>\n<summary>What <code>--fix</code> changes</summary>\n\n${codeBlock(diff, 'diff')}\n\n</details>\n\n`
}
