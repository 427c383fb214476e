import type {Layout} from './layout.js'
import {sectionsOf} from './up-part.js'

const marker = /^[ \t]*--[ \t]*\+goose[ \t]+(up|down)\b.*$/

/**
 * goose: `-- +goose Up` and `-- +goose Down` in one file; one transaction unless
 * `-- +goose NO TRANSACTION` stands in it.
 * https://pressly.github.io/goose/documentation/annotations/
 */
export const goose: Layout = {
  name: 'goose',
  matches: (_path, text) => /^[ \t]*--[ \t]*\+goose[ \t]+up\b/im.test(text()),
  upParts: (text) =>
    sectionsOf(text, marker)
      .filter(({match}) => match[1]?.toLowerCase() === 'up')
      .map(({range}) => range),
  transaction: ({text}) => (/^[ \t]*--[ \t]*\+goose[ \t]+no[ \t]+transaction\b/im.test(text) ? 'none' : 'migration')
}
