import {lineOnTop} from '../fixing/line-on-top.js'
import {leadingNumber} from '../reading/names.js'
import {partsAround} from '../reading/sections.js'
import type {Layout} from './layout.js'

/** The first one, wherever it stands. */
const marker = '---- create above / drop below ----'
const divider = new RegExp(marker)

/** In the part that goes up; the `$` of Go is before a line feed alone. */
const wantsNone = /^---- tern: disable-tx ----(?=\n|\s*(?![^]))/m

/**
 * tern: what takes a change back stands below a line in the same file, or nowhere; one transaction unless the file asks
 * for none. PostgreSQL alone; files are templates of Go.
 * https://github.com/jackc/tern#migrations
 * https://github.com/jackc/tern/blob/master/migrate/migrate.go
 */
export const tern: Layout = {
  name: 'tern',
  docs: {
    detectedBy: `\`${marker}\` or \`---- tern: disable-tx ----\` in the file; then all \`<number>_<title>.sql\` beside it`,
    order: 'by number',
    transaction: 'one for each file',
    noTransaction: '`---- tern: disable-tx ----`',
    down: `below \`${marker}\``,
    sources: [
      'https://github.com/jackc/tern#migrations',
      'https://github.com/jackc/tern/blob/master/migrate/migrate.go'
    ]
  },
  evidence: 'text',
  matches: ({text}) => text().includes(marker) || (text().includes('tern: disable-tx') && wantsNone.test(text())),
  adopts: (path) => /(?:^|\/)\d+_[^/]+\.sql$/.test(path),
  dialect: () => 'postgres',
  upParts: (text) => [partsAround(text, divider).above],
  downParts: (text) => partsAround(text, divider).below,
  oneQuery: true,
  transaction({text}) {
    const {end, start} = partsAround(text(), divider).above
    return wantsNone.test(text().slice(start, end)) ? 'none' : 'migration'
  },
  noTransaction: ({text}) =>
    text().includes('\r') ? undefined : {edits: [lineOnTop(text(), '---- tern: disable-tx ----')]},
  version: leadingNumber,
  numbered: 'file',
  compose: ({back, up}, eol) => `${up}${eol}${eol}${marker}${eol}${back === '' ? '' : `${eol}${back}${eol}`}`
}
