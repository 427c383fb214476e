import type {Script} from '../../operations/script.js'
import {rangesOf, sectionsOf} from '../reading/sections.js'
import type {Section} from '../reading/sections.js'
import {compareNames, nameOf} from '../reading/names.js'
import type {Layout} from './layout.js'

/** At the beginning of a line, in lower case, white space after it: another one is a comment to dbmate 2.36, and what follows is run. */
const marker = /^--[ \t]*migrate:(up|down)(?!\S)(.*)$/

const source = 'https://github.com/amacneil/dbmate/blob/main/pkg/dbmate/migration.go'

/**
 * dbmate: `-- migrate:up` and `-- migrate:down` in one file, also several times; each part is one transaction unless
 * its marker says `transaction:false`, and is sent as one query even so. `schema.sql` is what it dumps afterwards.
 * https://github.com/amacneil/dbmate#migration-options
 * https://github.com/amacneil/dbmate/blob/main/pkg/dbmate/migration.go
 */
export const dbmate: Layout = {
  name: 'dbmate',
  docs: {
    detectedBy: '`-- migrate:up` in the file',
    order: 'by file name',
    transaction: 'one for each part that goes up',
    noTransaction: '`-- migrate:up transaction:false`, and one statement in that part',
    down: '`-- migrate:down` in the file',
    sources: ['https://github.com/amacneil/dbmate#migration-options', source]
  },
  evidence: 'text',
  matches: ({text}) => /^--[ \t]*migrate:up(?!\S)/m.test(text()) || isDump(text()),
  direction: ({text}) => (isDump(text()) ? 'schema' : 'up'),
  compare: compareNames,
  upParts: (text) => rangesOf(sectionsOf(text, marker), 'up'),
  downParts: (text) => rangesOf(sectionsOf(text, marker), 'down'),
  oneQuery: true,
  transaction({script, text}) {
    const going = sectionsOf(text(), marker).filter(({match}) => match[1] === 'up')
    return going.filter((section) => isTransaction(section) || isOneQuery(section, script)).map(({range}) => range)
  },
  noTransaction({text}, offset) {
    const section = sectionsOf(text(), marker).find(({range}) => offset >= range.start && offset < range.end)
    if (section === undefined) return undefined
    const end = section.match.index + section.match[0].trimEnd().length
    return {edits: [{range: {start: end, end}, text: ' transaction:false'}]}
  },
  version: (path) => /^\d+/.exec(nameOf(path))?.[0],
  numbered: 'file',
  compose: ({back, up}, eol) =>
    `-- migrate:up${eol}${up}${eol}${eol}-- migrate:down${eol}${back === '' ? '' : `${back}${eol}`}`
}

function isTransaction({match}: Section): boolean {
  return !/(?:^|\s)transaction:false(?=\s|$)/.test(match[2] ?? '')
}

/**
 * Whether a part has several statements: PostgreSQL runs one query as one transaction.
 * https://github.com/amacneil/dbmate/blob/main/pkg/dbmate/db.go
 */
function isOneQuery({range}: Section, {statements}: Script): boolean {
  return statements.filter((each) => each.range.start >= range.start && each.range.start < range.end).length > 1
}

/** https://github.com/amacneil/dbmate/blob/main/pkg/driver/postgres/postgres.go */
function isDump(text: string): boolean {
  return /^-- Dbmate schema migrations$/m.test(text)
}
