import {VFile} from 'vfile'
import {VFileMessage} from 'vfile-message'
import {reporter} from 'vfile-reporter'
import type {CheckResult, CheckedFile} from '../../core/check-result.js'
import type {Message} from '../../core/rules/message.js'
import {placesIn} from '../../core/place.js'
import {works} from '../../knowledge/describe.js'
import {stdinPath} from '../../migrations/load.js'
import {shellWord} from '../../plan/parts/shell.js'
import {describeLookedAt, verdictOf} from '../check-words.js'
import {excerpt} from '../excerpt.js'
import type {ReportContext, Wanted} from '../context.js'
import {printable} from '../printable.js'
import {paint, wrap} from '../style.js'
import type {Style} from '../style.js'

/** The report of `check` for people: the verdict first, then each finding, then what was looked at. */
export function checkPretty(result: CheckResult, context: ReportContext): string {
  const {quiet, style} = context
  const found = result.files.filter(({messages}) => messages.length > 0)
  const body =
    found.length === 0
      ? ''
      : listed(
          withoutStacks(() => found.map((file) => toVFile(file, style))),
          style
        )
  if (quiet) return body === '' ? '' : `${body}\n`

  const foot = [
    paint(style).dim(describeLookedAt(result.summary, context)),
    schemaHint(result, context),
    planHint(result, context)
  ]
  const parts = [verdict(result, style), body, foot.filter(Boolean).join('\n')]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
checkPretty.wants = ['plannable'] as const satisfies readonly Wanted[]

/** As `vfile-reporter` shows them, but in the order in which the migrations run: it sorts files by their names. */
function listed(files: readonly VFile[], style: Style): string {
  const shown = files.map((file) => splitCount([file], style).findings)
  return shown.join('\n\n') + splitCount([withoutReasons(files)], style).count
}

/** The last paragraph counts errors and warnings, where there are some. */
function splitCount(files: readonly VFile[], {color}: Style): {findings: string; count: string} {
  const report = reporter([...files], {color})
  const counts = files.some(({messages}) => messages.some(({fatal}) => typeof fatal === 'boolean'))
  const end = counts ? report.lastIndexOf('\n\n') : report.length
  return {findings: report.slice(0, end), count: report.slice(end)}
}

/**
 * As many messages as in all the files together, by kind: the reporter measures and compares each, and only counts are
 * asked for.
 */
function withoutReasons(files: readonly VFile[]): VFile {
  const messages = files.flatMap((file) => file.messages)
  const all = new VFile()
  all.messages = [true, false, undefined].flatMap((kind) => {
    const message = Object.assign(new VFileMessage(''), {fatal: kind})
    return messages.filter(({fatal}) => (fatal ?? undefined) === kind).map(() => message)
  })
  return all
}

/** What would tell more of tables of which a finding can only say the worst. */
function schemaHint({files}: CheckResult, {style}: ReportContext): string {
  const isOfUnknown = ({effects}: Message): boolean =>
    effects.some((effect) => effect.confidence === 'unknown' && works(effect))
  if (!files.some(({messages}) => messages.some(isOfUnknown))) return ''
  const {bold, dim} = paint(style)
  const says = dim('“For all that is known of the table” means the worst case:')
  return `${says} ${bold('--schema')} ${dim('or')} ${bold('--database-url')} ${dim('tells what the table is')}`
}

/** What to type next, where a plan does more than the advice beside the finding; more files than these fill the line. */
const mostFiles = 2

function planHint({files}: CheckResult, {plannable, style}: ReportContext): string {
  const paths = files
    .filter(({messages}) => messages.some(({recipe}) => recipe !== null && plannable?.recipes.has(recipe) === true))
    .map(({path}) => path)
    .filter((path) => path !== stdinPath)
  if (plannable === undefined || paths.length === 0) return ''
  const {bold, dim} = paint(style)
  const shown = paths.slice(0, mostFiles).map((path) => shellWord(printable(path)))
  const others = paths.length > mostFiles ? ` and ${String(paths.length - mostFiles)} more` : ''
  const options = plannable.sameOptions ? ', with the same options' : ''
  return `${dim('The same without an outage:')} ${bold(`sqlsafe plan ${shown.join(' ')}`)}${dim(`${others}${options}`)}`
}

function verdict(result: CheckResult, style: Style): string {
  const {bold, green, red, yellow} = paint(style)
  const {grade, text} = verdictOf(result)
  const colors = {unsafe: red, doubtful: yellow, nothing: String, safe: green}
  return bold(colors[grade](text))
}

/** Messages are errors, and for each V8 would walk the stack to keep where it was made. */
function withoutStacks<Value>(make: () => Value): Value {
  const {stackTraceLimit} = Error
  Error.stackTraceLimit = 0
  try {
    return make()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** A file with its messages as vfile-reporter takes them; what it has no place for stands below the reason. */
function toVFile({messages, path, text}: CheckedFile, style: Style): VFile {
  const file = new VFile({path: printable(path)})
  const toPlace = placesIn(text)
  const explained = new Set<string>()

  for (const message of messages) {
    const place = toPlace(message.place)
    const lines = [
      printable(message.reason),
      ...excerpt(text, place, style, colorOf(message, style)),
      ...(message.cause ? excerpt(text, toPlace(message.cause), style, paint(style).cyan) : []),
      ...paragraph('Takes', printable(message.duration ?? ''), style),
      ...explain(message, explained, style)
    ]
    const shown = new VFileMessage(lines.join('\n'), {place})
    shown.fatal = message.severity === 'error' ? true : message.severity === 'warning' ? false : undefined
    file.messages.push(shown)
  }
  return file
}

/** Why, what instead and where to read on: once in a file, later findings of the rule only name it. */
function explain({note, ruleId, url}: Message, explained: Set<string>, style: Style): string[] {
  const {dim} = paint(style)
  if (explained.has(ruleId)) return [`    ${dim('Rule   ')} ${ruleId}, explained above`, '']
  explained.add(ruleId)
  const [why, ...instead] = note
  return [
    ...paragraph('Why', why ?? '', style),
    ...paragraph('Instead', instead.join(' '), style),
    `    ${dim('Rule   ')} ${ruleId} ${dim(url)}`,
    ''
  ]
}

const indent = 12

function paragraph(title: string, text: string, style: Style): string[] {
  if (text === '') return []
  const [first, ...rest] = wrap(text, Math.max(style.columns - indent, 40))
  const {dim} = paint(style)
  return [`    ${dim(title.padEnd(indent - 5))} ${first ?? ''}`, ...rest.map((line) => ' '.repeat(indent) + line)]
}

function colorOf({severity}: Message, style: Style): (text: string) => string {
  const {red, yellow} = paint(style)
  return severity === 'error' ? red : yellow
}
