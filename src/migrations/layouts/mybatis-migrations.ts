import {partsAround} from '../reading/sections.js'
import type {Layout} from './layout.js'

/** What is behind the first one takes the change back. */
const marker = /^[ \t]*--\s*\/\/.*@UNDO.*$/m

/**
 * MyBatis Migrations: what takes a change back stands below `-- //@UNDO` in the same file; statements are sent one by
 * one, in one transaction unless `auto_commit` is on in the properties of an environment.
 * https://mybatis.org/migrations/migrate.html
 * https://github.com/mybatis/migrations/blob/master/src/main/java/org/apache/ibatis/migration/MigrationReader.java
 */
export const mybatisMigrations: Layout = {
  name: 'MyBatis Migrations',
  docs: {
    detectedBy: '`-- //@UNDO` in the file; then all `<number>_<title>.sql` beside it',
    order: 'by number',
    transaction: 'one for each file',
    noTransaction: 'none (or `runner.transaction: none` where `auto_commit` is on)',
    down: 'below `-- //@UNDO`',
    sources: [
      'https://mybatis.org/migrations/migrate.html',
      'https://github.com/mybatis/migrations/blob/master/src/main/java/org/apache/ibatis/migration/MigrationReader.java'
    ]
  },
  evidence: 'text',
  matches: ({text}) => text().includes('@UNDO') && marker.test(text()),
  adopts: (path) => /(?:^|\/)\d+_[^/]+\.sql$/.test(path),
  upParts: (text) => [partsAround(text, marker).above],
  downParts: (text) => partsAround(text, marker).below,
  // Two signs without a space begin no comment of MySQL; it puts one there as well.
  normalise: (text) => text.replace(/^([ \t]*--\s*)\/\//gm, '$1  '),
  transaction: () => 'migration',
  version: (path) => /(?:^|\/)0*(\d+)_[^/]*$/.exec(path)?.[1],
  numbered: 'file',
  compose: ({back, up}, eol) => `${up}${eol}${eol}-- //@UNDO${eol}${back === '' ? '' : `${back}${eol}`}`
}
