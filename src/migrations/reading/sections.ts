import type {Range} from '../../parse/source.js'

/** A section of a file: a marker line, what the marker's expression has matched, and how far it goes. */
export interface Section {
  match: RegExpExecArray
  range: Range
}

/** Sections of a file that start at a marker line and end at the next one, or at the end of the file. */
export function sectionsOf(text: string, marker: RegExp): Section[] {
  const matches = [...text.matchAll(new RegExp(marker.source, 'gim'))]
  return matches.map((match, index) => ({
    match,
    range: {start: match.index, end: matches[index + 1]?.index ?? text.length}
  }))
}

/** The sections whose marker has matched this word first. */
export function rangesOf(sections: readonly Section[], word: string): Range[] {
  return sections.filter(({match}) => match[1]?.toLowerCase() === word).map(({range}) => range)
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

/**
 * The text with delimiters of a runner's own as `;`, each place at its offset.
 *
 * @param delimiter Global.
 */
export function withSemicolons(text: string, delimiter: RegExp): string {
  return text.replace(delimiter, (found: string) => `;${blank(found.slice(1))}`)
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}
