import {defineRule} from '../src/core/define-rule.js'
import {findIndex} from '../src/schema/lookup.js'

/** Report indexes that are dropped although nobody has tried to do without them. */
export default defineRule({
  id: 'no-visible-index-drop',
  summary: 'Disallow dropping an index that was not hidden first',
  severity: 'info',
  preset: 'strict',
  on: 'index.drop',
  engines: ['mysql', 'mariadb'],
  recipe: 'hide-then-drop-index',
  messages: {
    visible:
      'Unexpected drop of the index `{{index}}`, which queries may use: to have it back, it must be built again; expected `{{hide}}` in a release before'
  },
  docs: {
    condition:
      'An index of an existing table is dropped that is neither invisible (MySQL), ignored (MariaDB) nor the beginning of another.',
    effect:
      'Queries that needed it read the whole table from now on. To build it again takes as long as the table is big, while the database is slow already.',
    instead:
      'Hide the index first: the server keeps it up to date and no longer uses it (queries that name it in `USE`, `FORCE` or `IGNORE INDEX` fail at once, as they would without it). If nothing gets slow, drop it with a later release; else show it again, at once.',
    notWhen: 'You know from `sys.schema_unused_indexes` that nothing uses it.',
    examples: [
      {
        name: 'visible',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, KEY post_author (author));',
        unsafe: 'ALTER TABLE post DROP INDEX post_author;',
        reports: ['1:18-1:40 visible'],
        safe: ['ALTER TABLE post ALTER INDEX post_author INVISIBLE;', 'ALTER TABLE post DROP INDEX post_author;']
      },
      {
        name: 'mariadb-visible',
        dialect: 'mariadb',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, KEY post_author (author));',
        unsafe: 'DROP INDEX post_author ON post;',
        reports: ['1:1-1:31 visible'],
        safe: ['ALTER TABLE post ALTER INDEX post_author IGNORED;', 'DROP INDEX post_author ON post;']
      }
    ],
    sources: [
      'https://dev.mysql.com/doc/refman/9.4/en/invisible-indexes.html',
      'https://mariadb.com/kb/en/ignored-indexes/'
    ]
  },
  check({index: {name}, table: on}, {atEnd, dialect, isNew, report, table}) {
    const before = on && table(on)
    const index = before && findIndex(dialect, before, name)
    if (!on || isNew(on)) return
    const hide = `ALTER INDEX ${name} ${dialect === 'mariadb' ? 'IGNORED' : 'INVISIBLE'}`
    if (!index) {
      // Of a table that is not known, or not all of it, nothing says that another index has its columns.
      if (!before || before.incomplete === true) report('visible', {index: name, hide})
      return
    }
    if (index.primary || index.invisible === true) return
    const columns = index.elements.map(({column}) => column ?? '')
    atEnd((find) => {
      const after = find(on)
      const isCovered = after?.indexes.some(({elements}) => columns.every((each, at) => elements[at]?.column === each))
      if (after && isCovered !== true) report('visible', {index: name, hide})
    })
  }
})
