import type {Range} from '../../parse/source.js'

/** Sections of a file that start at a marker line and end at the next one, or at the end of the file. */
export function sectionsOf(text: string, marker: RegExp): Array<{match: RegExpExecArray; range: Range}> {
  const matches = [...text.matchAll(new RegExp(marker.source, 'gim'))]
  return matches.map((match, index) => ({
    match,
    range: {start: match.index, end: matches[index + 1]?.index ?? text.length}
  }))
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

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}
