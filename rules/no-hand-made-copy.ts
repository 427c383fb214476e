import {defineRule} from '../src/core/define-rule.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Name} from '../src/operations/definitions.js'
import type {Range} from '../src/parse/source.js'

/** A table whose rows were put into a new one. */
interface Copy {
  old: Name
  fresh: Name
  range: Range
}

interface Seen {
  copies: Copy[]
  /** Tables that nobody else can write to until the transaction ends, and those whose writes a trigger takes along. */
  kept: Array<Name & {byLock: boolean}>
}

const seen = new WeakMap<Migration, Seen>()

/** `LOCK TABLE` in these modes keeps writers out: https://www.postgresql.org/docs/current/explicit-locking.html */
const keepsWritersOut = new Set(['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'])

function isSame(a: Name, b: Name): boolean {
  return a.name === b.name && (a.schema === undefined || b.schema === undefined || a.schema === b.schema)
}

/** Report tables whose rows are copied into a new one that then takes their name. */
export default defineRule({
  id: 'no-hand-made-copy',
  summary: 'Disallow copying a table by hand into one that takes its name',
  severity: 'error',
  on: ['rows.insert', 'table.lock', 'table.rename', 'transaction.commit', 'transaction.rollback', 'trigger.create'],
  engines: ['postgres'],
  recipe: 'shadow-table',
  messages: {
    lost: 'Unexpected copy of `{{name}}` by hand: what is written to it after this statement began is not in `{{fresh}}`, which takes its name; expected a copy that is kept up to date, which `sqlsafe plan` makes of these statements'
  },
  docs: {
    condition:
      'A migration puts the rows of an existing table into a new one, which then gets the name of the old one, and nothing keeps writers out or takes their writes along.',
    effect:
      'Rows that are inserted between the copy and the renaming are gone, updates of that time are undone, and deleted rows are there again. No error tells of it: in one transaction as in several, the copy sees the rows as they were when it began.',
    instead:
      '`sqlsafe plan` takes the statements together: it copies the rows in batches, takes along what is written meanwhile, compares every row, and lets the tables change places in a moment.',
    notWhen: 'Nothing writes to the table while the migration runs.',
    examples: [
      {
        name: 'partitions',
        schema: 'CREATE TABLE event (id bigint, at date NOT NULL, note text, PRIMARY KEY (id, at));',
        unsafe:
          "CREATE TABLE event_new (LIKE event INCLUDING ALL) PARTITION BY RANGE (at);\nCREATE TABLE event_2026 PARTITION OF event_new FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');\nCREATE TABLE event_rest PARTITION OF event_new DEFAULT;\nINSERT INTO event_new SELECT * FROM event;\nALTER TABLE event RENAME TO event_old;\nALTER TABLE event_new RENAME TO event;",
        reports: ['4:1-4:42 lost']
      },
      {
        name: 'order-of-columns',
        schema: 'CREATE TABLE event (id bigint PRIMARY KEY, note text, at date NOT NULL);',
        unsafe:
          'CREATE TABLE event_new (id bigint PRIMARY KEY, at date NOT NULL, note text);\nINSERT INTO event_new (id, at, note) SELECT id, at, note FROM event;\nALTER TABLE event RENAME TO event_old;\nALTER TABLE event_new RENAME TO event;',
        reports: ['2:1-2:68 lost']
      }
    ],
    sources: ['https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED']
  },
  check(operation, {isNew, migration, report}) {
    const found = seen.get(migration) ?? {copies: [], kept: []}
    seen.set(migration, found)
    switch (operation.kind) {
      case 'transaction.commit':
      case 'transaction.rollback':
        found.kept = found.kept.filter(({byLock}) => !byLock)
        return
      case 'table.lock':
        if (keepsWritersOut.has(operation.mode)) found.kept.push({...operation.table, byLock: true})
        return
      case 'trigger.create':
        found.kept.push({...operation.table, byLock: false})
        return
      case 'rows.insert': {
        if (operation.source !== 'query' || !isNew(operation.table)) return
        const old = operation.reads.filter((read) => !isNew(read) && !found.kept.some((each) => isSame(each, read)))
        for (const each of old) found.copies.push({old: each, fresh: operation.table, range: operation.range})
        return
      }
      case 'table.rename': {
        const copy = found.copies.find(
          ({fresh, old}) => isSame(fresh, operation.table) && isSame(old, {...operation.table, name: operation.to.name})
        )
        if (copy) {
          const data = {name: copy.old.name, fresh: copy.fresh.name}
          report('lost', data, {range: copy.range, cause: operation.range})
        }
      }
    }
  }
})
