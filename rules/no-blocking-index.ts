import {defineRule} from '../src/core/define-rule.js'
import {addConcurrently} from '../src/core/fix/concurrently.js'
import {quoteFullName} from '../src/sql/postgres.js'
import {describeCause, describeWork} from '../src/knowledge/describe.js'
import {isBuiltByChunk, isHypertable} from '../src/knowledge/platforms/timescale.js'

/** Report index builds that keep writers out. */
export default defineRule({
  id: 'no-blocking-index',
  summary: 'Disallow index builds that block writes to an existing table',
  severity: 'error',
  on: 'index.create',
  engines: ['postgres', 'mysql', 'mariadb'],
  once: 'command',
  peers: {
    squawk: ['require-concurrent-index-creation'],
    strong_migrations: ['add_index'],
    eugene: ['E6'],
    atlas: ['PG101', 'MY134', 'MY135'],
    pgfence: ['create-index-not-concurrent'],
    MigrationPilot: ['MP001'],
    bytebase: ['INDEX_CREATE_CONCURRENTLY'],
    'diesel-guard': ['AddIndexCheck']
  },
  fixes:
    'PostgreSQL: writes `CONCURRENTLY`, and makes the statement run without a transaction, with the mark of the runner or in a migration of its own right after. Not beside `IF NOT EXISTS`, which would count the invalid index of a failed build as built.',
  recipe: 'create-index-concurrently',
  messages: {
    build: 'Unexpected `CREATE INDEX` on `{{table}}`, it {{work}}; expected {{instead}}, outside of a transaction',
    copy: 'Unexpected index on `{{table}}` ({{because}}), it {{work}}; expected a plain index, which is built online, or a shadow table'
  },
  docs: {
    condition:
      'An index is built on an existing table without `CONCURRENTLY`; on MySQL and MariaDB: a full-text, spatial or functional one, or one that has to be copied into place.',
    effect: 'Everybody who wants to write to the table waits until the index is built.',
    instead: {
      postgres:
        'Build it `CONCURRENTLY` in a migration of its own that runs without a transaction. Leave out `IF NOT EXISTS`: it counts the invalid index of a failed build as built.',
      mysql:
        'Index a generated column instead of an expression; for full-text and spatial indexes let a shadow table do it.'
    },
    notWhen: 'The table is small, or nobody writes to it.',
    examples: [
      {
        name: 'not-concurrently',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint);',
        unsafe: 'CREATE INDEX post_author ON post (author);',
        reports: ['1:1-1:42 build'],
        safe: ['CREATE INDEX CONCURRENTLY post_author ON post (author);']
      },
      {
        name: 'after-another-change',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY);',
        unsafe: 'ALTER TABLE post ADD COLUMN author bigint;\nCREATE INDEX post_author ON post (author);',
        transaction: 'migration',
        reports: ['2:1-2:42 build'],
        safe: ['ALTER TABLE post ADD COLUMN author bigint;', 'CREATE INDEX CONCURRENTLY post_author ON post (author);']
      },
      {
        name: 'table-not-known',
        unsafe: 'CREATE INDEX event_at ON event (at);',
        reports: ['1:1-1:36 build'],
        // Whoever writes ONLY has partitions: nothing is read of a table that has no rows of its own.
        safe: ['CREATE INDEX event_at ON ONLY event (at);']
      },
      {
        name: 'mysql-fulltext',
        dialect: 'mysql',
        schema: 'CREATE TABLE post (id bigint PRIMARY KEY, body text);',
        unsafe: 'CREATE FULLTEXT INDEX post_body ON post (body);',
        reports: ['1:1-1:47 copy'],
        safe: ['CREATE INDEX post_body ON post (body(100));']
      },
      {
        name: 'mysql-functional',
        dialect: 'mysql',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY, email varchar(100));',
        unsafe: 'ALTER TABLE account ADD INDEX email_key ((lower(email)));',
        reports: ['1:21-1:57 copy'],
        safe: [
          'ALTER TABLE account ADD COLUMN email_key varchar(100) AS (lower(email)) VIRTUAL, ALGORITHM=INSTANT;',
          'ALTER TABLE account ADD INDEX email_key (email_key), ALGORITHM=INPLACE, LOCK=NONE;'
        ]
      }
    ]
  },
  check({ifNotExists, index, only, table}, context) {
    const {blocking, dialect, report} = context
    const [effect] = blocking
    if (!effect) return
    const data = {table: table.name, because: describeCause(effect), work: describeWork(effect, dialect)}
    if (dialect !== 'postgres') {
      report('copy', data)
      return
    }
    const found = context.table(table)
    if (isHypertable(found, context.deployment.platform)) {
      // It refuses `CONCURRENTLY`.
      const instead = '`CREATE INDEX … WITH (timescaledb.transaction_per_chunk)`'
      if (!isBuiltByChunk(index)) report('build', {...data, instead})
      return
    }
    // An index of a partitioned table cannot be built so. Beside `IF NOT EXISTS` a second run would pass over what a
    // failed build leaves; without it, it would fail where the index is there.
    const canBe = only !== true && found?.kind !== 'partitioned-table' && ifNotExists !== true
    const back = index.name && `DROP INDEX CONCURRENTLY ${quoteFullName({...table, name: index.name})};`
    const title = `index_${index.name ?? table.name}`
    report(
      'build',
      {...data, instead: `\`CREATE INDEX CONCURRENTLY\`${ifNotExists === true ? ' without `IF NOT EXISTS`' : ''}`},
      {
        fix: canBe ? addConcurrently(context, 'INDEX', {title, object: index.name, on: [table.name], back}) : undefined
      }
    )
  }
})
