import {withSemicolons} from '../sections.js'

/** What Liquibase takes as one piece: texts and names in quotes, bodies between dollars, comments. */
const pieces = [
  /'(?:[^'\\]|\\[^]|'')*'/,
  /"(?:[^"\\]|\\[^]|"")*"/,
  /`[^`]*`/,
  /\$(?<tag>\w*)\$[^]*?\$\k<tag>\$/,
  /--.*/,
  /^[ \t]*#.*/,
  /\/\*[^]*?\*\//
].map(({source}) => source)

/** Without `endDelimiter`: besides `;`, a line of its own that says `go` or `/`. */
const usual = ['^(?:go|/)(?=[ \\t]*$)']

/**
 * A text with the delimiters of a changeset, or of a `sqlFile`, as semicolons; each place at its offset. What they are,
 * Liquibase 4.28 has shown: words and signs count wherever no quotes and no comment are around them, `/` and what is to
 * follow a line end (`\nGO`) only at the beginning of a line.
 *
 * @param delimiter `endDelimiter`: a literal or a regular expression of which only line ends, blanks and `|` are read.
 */
export function withDelimiters(text: string, delimiter: string | undefined): string {
  const ends = delimiter === undefined ? usual : delimiter.split('|').flatMap(endOf)
  if (ends.length === 0) return text
  const kept = pieces.filter((piece) => delimiter?.startsWith('$') !== true || !piece.startsWith('\\$'))
  return withSemicolons(text, new RegExp(`(?<kept>${kept.join('|')})|${ends.join('|')}`, 'gim'))
}

function endOf(written: string): string[] {
  const bare = written.replace(/\\[nrs][*+?]?|(?<=[^$])\$$|^\^|\\(?=\W)/g, '')
  if (bare === ';' || bare === '') return []
  const literal = bare.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  if (bare === '/' || /^(?:\\[nr]|\^)/.test(written)) return [`^[ \\t]*${literal}(?=[ \\t]*$)`]
  return /^\w+$/.test(bare) ? [`\\b${literal}\\b`] : [literal]
}
