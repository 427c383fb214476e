import type {Range} from '../../parse/source.js'

/** A section of a file: a marker line, what the marker's expression has matched, and how far it goes. */
export interface Section {
  match: RegExpExecArray
  range: Range
}

/**
 * Sections of a file that start at a marker line and end at the next one, or at the end of the file.
 *
 * @param marker Where a line begins; with `i` where the runner takes its markers in any case.
 */
export function sectionsOf(text: string, marker: RegExp): Section[] {
  const matches = [...text.matchAll(new RegExp(marker.source, marker.ignoreCase ? 'gim' : 'gm'))]
  return matches.map((match, index) => ({
    match,
    range: {start: match.index, end: matches[index + 1]?.index ?? text.length}
  }))
}

/** The sections whose marker has matched this word first. */
export function rangesOf(sections: readonly Section[], word: string): Range[] {
  return sections.filter(({match}) => match[1]?.toLowerCase() === word).map(({range}) => range)
}

/** What stands above the first marker, and what stands below it; nothing where there is none. */
export function partsAround(text: string, marker: RegExp): {above: Range; below: Range[]} {
  const found = marker.exec(text)
  if (found === null) return {above: {start: 0, end: text.length}, below: []}
  return {above: {start: 0, end: found.index}, below: [{start: found.index + found[0].length, end: text.length}]}
}

/** The text with everything outside of the ranges blanked: each place in it keeps its offset and line. */
export function blankOutside(text: string, ranges: readonly Range[]): string {
  let result = ''
  let end = 0
  for (const range of ranges) {
    result += blank(text.slice(end, range.start)) + text.slice(range.start, range.end)
    end = range.end
  }
  return result + blank(text.slice(end))
}

/** The text with the ranges blanked, which are in order: each place in it keeps its offset and line. */
export function blankInside(text: string, ranges: readonly Range[]): string {
  let result = ''
  let end = 0
  for (const range of ranges) {
    result += text.slice(end, range.start) + blank(text.slice(range.start, range.end))
    end = range.end
  }
  return result + text.slice(end)
}

/**
 * The text with delimiters of a runner's own as `;`, or as nothing where there is one already; each place at its
 * offset. Also for markers that are no comment to MySQL, which wants a space after `--`.
 *
 * @param delimiter Global. What its group `kept` matches is no delimiter, such as a text in quotes.
 */
export function withSemicolons(text: string, delimiter: RegExp): string {
  let open = false
  let done = 0
  return text.replace(delimiter, (found: string, ...rest: unknown[]) => {
    const groups = rest.at(-1)
    if (typeof groups === 'object' && groups !== null && 'kept' in groups && groups.kept !== undefined) return found
    const start = Number(rest.find((each) => typeof each === 'number'))
    open = isOpen(text.slice(done, start), open)
    done = start + found.length
    const end = open ? `;${blank(found.slice(1))}` : blank(found)
    open = false
    return end
  })
}

/** Whether a statement has begun and not ended; a semicolon in the text of a comment is none. */
function isOpen(text: string, before: boolean): boolean {
  const last = text
    .replace(/\/\*[^]*?\*\/|(?:^|\s)--(?:\s.*)?$|^[ \t]*(?:--|#).*$/gm, '')
    .trimEnd()
    .at(-1)
  return last === undefined ? before : last !== ';'
}

/** The text with everything but its line ends as spaces. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}
