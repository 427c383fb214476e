import {changelogAbove, namedByChangelog, unreadOfChangelog} from '../reading/changelog.js'
import {compareTexts} from '../reading/names.js'
import type {Layout} from './layout.js'
import {dialectOfProperties, folderOfChangelog, liquibase, placeholdersOfChangelog} from './liquibase.js'

/**
 * SQL without a header that a changelog of Liquibase names: included, all of it is one changeset, and so in one
 * transaction; of a `sqlFile` the changeset decides that.
 * https://docs.liquibase.com/change-types/sql-file.html
 * https://github.com/liquibase/liquibase/blob/master/liquibase-standard/src/main/java/liquibase/parser/core/sql/SqlChangeLogParser.java
 */
export const liquibaseSql: Layout = {
  name: 'Liquibase SQL',
  docs: {
    detectedBy: '`include`, `includeAll` or `sqlFile` of the nearest changelog (`*changelog*.yaml`, `.xml`, `.json`)',
    order: 'as that changelog names them, else by path',
    transaction: 'one for each file',
    noTransaction: '`runInTransaction: false` of the changeset with the `sqlFile`, none for an included file',
    down: '`rollback` in the changelog, which is not read',
    sources: [
      'https://docs.liquibase.com/change-types/sql-file.html',
      'https://github.com/liquibase/liquibase/blob/master/liquibase-standard/src/main/java/liquibase/parser/core/sql/SqlChangeLogParser.java'
    ]
  },
  evidence: 'project',
  matches: (file) => /\.sql$/i.test(file.path) && namedByChangelog(file) !== undefined,
  dialect: dialectOfProperties,
  direction: (file) => (namedByChangelog(file)?.isRollback === true ? 'down' : 'up'),
  compare: compareTexts,
  listed: (file) => changelogAbove(file)?.listed,
  unread: unreadOfChangelog,
  folder: folderOfChangelog,
  placeholders: placeholdersOfChangelog,
  transaction: (file) => (namedByChangelog(file)?.transaction === false ? 'none' : 'migration'),
  // One with a header says of itself how it is run.
  ...(liquibase.byHand !== undefined && {byHand: liquibase.byHand}),
  ...(liquibase.standalone && {standalone: liquibase.standalone})
}
