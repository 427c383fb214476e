import {sectionsOf} from '../reading/sections.js'
import type {Section} from '../reading/sections.js'
import {leadingNumber} from '../reading/names.js'
import type {Range} from '../../parse/source.js'
import type {Layout} from './layout.js'

const marker = /^[ \t]*(?:#|--).*!(Ups|Downs).*$/

/**
 * Evolutions of the Play Framework: `# --- !Ups` and `# --- !Downs` in one file. Each statement commits by itself unless
 * `play.evolutions.autocommit` is off; `;;` is a semicolon that ends none.
 * https://www.playframework.com/documentation/latest/Evolutions
 * https://github.com/playframework/playframework/blob/main/persistence/play-jdbc-evolutions/src/main/scala/play/api/db/evolutions/EvolutionsApi.scala
 */
export const playEvolutions: Layout = {
  name: 'Play evolutions',
  docs: {
    detectedBy: '`# --- !Ups` in the file',
    order: 'by number',
    transaction: 'none (or `runner.transaction: migration` where `autocommit` is off)',
    noTransaction: 'it is so',
    down: '`# --- !Downs` in the file',
    sources: [
      'https://www.playframework.com/documentation/latest/Evolutions',
      'https://github.com/playframework/playframework/blob/main/persistence/play-jdbc-evolutions/src/main/scala/play/api/db/evolutions/EvolutionsApi.scala'
    ]
  },
  evidence: 'text',
  matches: ({text}) => text().includes('!Ups') && /^[ \t]*(?:#|--).*!Ups/m.test(text()),
  upParts: (text) => behindMarkers(text, 'Ups'),
  downParts: (text) => behindMarkers(text, 'Downs'),
  normalise: (text) => text.replaceAll(';;', '; '),
  transaction: () => 'none',
  version: leadingNumber,
  numbered: 'file',
  compose: ({back, up}, eol) =>
    `# --- !Ups${eol}${eol}${up}${eol}${eol}# --- !Downs${eol}${back === '' ? '' : `${eol}${back}${eol}`}`
}

/** A line that begins with `#` is a comment to MySQL alone. */
function behindMarkers(text: string, word: string): Range[] {
  const sections = sectionsOf(text, marker).filter(({match}) => match[1] === word)
  return sections.map(({match, range}: Section) => ({start: match.index + match[0].length, end: range.end}))
}
