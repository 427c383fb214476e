/** SQL as the server gets it, where it is known what the runner puts in the place of placeholders. */
import type {Fix} from '../fixing/fix.js'
import type {Range} from '../../parse/source.js'
import {blank} from './sections.js'
import {mapFix, mapRange} from '../embedded/text/spans.js'
import type {Span} from '../embedded/text/spans.js'

/** What is put in, by name. */
export type PlaceholderValues = Readonly<Record<string, string>>

/** What a runner's own configuration says of placeholders. */
export interface RunnerPlaceholders {
  values: PlaceholderValues
  /** What stands before and after a name; names know no case. */
  prefix: string
  suffix: string
}

/** A text with values in it. */
export interface FilledText {
  text: string
  /** From a place in it to the text as written. */
  toSource: (range: Range) => Range
  /** The same edits of the text as written; `undefined` where a value would stand in place of its placeholder. */
  toSourceFix: (fix: Fix) => Fix | undefined
}

interface Found extends Range {
  value: string
}

/** The ways in which runners, templates and drivers write a name; the group is the name. */
const forms = new RegExp(
  [
    /\$\{\s*([^{}\n]{1,100}?)\s*\}/, // ${name}
    /[#%]\{\s*([^{}\n]{1,100}?)\s*\}/, // #{name}, %{name}
    /\{\{-?\s*\.?([^{}\n]{1,100}?)\s*-?\}\}/, // {{name}}, {{ .name }}
    /<%=\s*([^%\n]{1,100}?)\s*-?%>/, // <%= name %>
    /\$\(([A-Za-z_]\w{0,60})\)/, // $(name)
    /@([A-Za-z_][\w.]{0,60})@/, // @name@
    /%\(([A-Za-z_]\w{0,60})\)s/, // %(name)s
    /\{\$?([A-Za-z_]\w{0,60})\}/, // {name}, {$name}
    /(?<![:\w\])'"`]):([A-Za-z_]\w{0,60}|'[^'\n]{1,100}'|"[^"\n]{1,100}")/ // :name, :'name', :"name"
  ]
    .map((form) => form.source)
    .join('|'),
  'g'
)

/**
 * Put values in the place of placeholders, and blanks in that of branches for other engines.
 *
 * @param values Configured: for each form in which a name may be written; they go over those of the runner.
 * @returns `undefined`: there is nothing to put in.
 */
export function fillPlaceholders(
  text: string,
  values: PlaceholderValues,
  {branches = [], runner}: {branches?: readonly Range[]; runner?: RunnerPlaceholders | undefined} = {}
): FilledText | undefined {
  const blanks = branches.map((range) => ({...range, value: blank(text.slice(range.start, range.end))}))
  const found = [...blanks, ...written(text, values), ...(runner ? ofRunner(text, runner) : [])]
  found.sort((a, b) => a.start - b.start)
  if (found.length === 0) return undefined
  const spans: Span[] = []
  let filled = ''
  let done = 0
  const add = (piece: string, source: Range, exact: boolean): void => {
    if (piece === '') return
    const start = filled.length
    filled += piece
    spans.push({start, end: filled.length, piece: {text: piece, source, exact}})
  }
  for (const {end, start, value} of found) {
    if (start < done) continue
    add(text.slice(done, start), {start: done, end: start}, true)
    add(value, {start, end}, false)
    done = end
  }
  add(text.slice(done), {start: done, end: text.length}, true)
  return {
    text: filled,
    toSource: (range) => mapRange(range, spans),
    toSourceFix({edits, files}) {
      const carries = files?.some((made) => found.some(({value}) => value.trim() !== '' && made.text.includes(value)))
      const mapped = carries === true ? undefined : mapFix({edits}, spans, text)
      return mapped && files ? {...mapped, files} : mapped
    }
  }
}

function written(text: string, values: PlaceholderValues): Found[] {
  if (Object.keys(values).length === 0) return []
  return [...text.matchAll(forms)].flatMap((match) => {
    const name = match.slice(1).find((group: string | undefined) => group !== undefined) ?? ''
    const quote = /^['"]/.exec(name)?.[0] ?? ''
    const value = valueOf(quote === '' ? name : name.slice(1, -1), values)
    if (value === undefined) return []
    // `psql` quotes what is asked for as a text or as a name.
    const shown = quote + value.replaceAll(quote || '\0', quote + quote) + quote
    return [{start: match.index, end: match.index + match[0].length, value: shown}]
  })
}

function ofRunner(text: string, {prefix, suffix, values}: RunnerPlaceholders): Found[] {
  const byName = Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]))
  const found: Found[] = []
  for (let start = text.indexOf(prefix); start !== -1; start = text.indexOf(prefix, start + 1)) {
    const close = text.indexOf(suffix, start + prefix.length)
    if (close === -1) break
    const value = valueOf(text.slice(start + prefix.length, close).toLowerCase(), byName)
    if (value !== undefined) found.push({start, end: close + suffix.length, value})
  }
  return found
}

function valueOf(name: string, values: PlaceholderValues): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}
