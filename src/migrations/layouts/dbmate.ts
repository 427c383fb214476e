import type {Layout} from './layout.js'
import {sectionsOf} from './up-part.js'

const marker = /^[ \t]*--[ \t]*migrate:(up|down)\b(.*)$/

/**
 * dbmate: `-- migrate:up` and `-- migrate:down` in one file; one transaction unless the marker says
 * `transaction:false`.
 * https://github.com/amacneil/dbmate#migration-options
 */
export const dbmate: Layout = {
  name: 'dbmate',
  matches: (_path, text) => /^[ \t]*--[ \t]*migrate:up\b/im.test(text()),
  upParts: (text) => sections(text).map(({range}) => range),
  transaction: ({text}) =>
    sections(text).some(({match}) => /\btransaction\s*:\s*false\b/i.test(match[2] ?? '')) ? 'none' : 'migration'
}

function sections(text: string): ReturnType<typeof sectionsOf> {
  return sectionsOf(text, marker).filter(({match}) => match[1]?.toLowerCase() === 'up')
}
