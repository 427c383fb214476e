import {defineRule} from '../src/core/define-rule.js'
import type {RuleContext} from '../src/core/define-rule.js'
import {relationName} from '../src/core/rules/relations.js'
import type {Migration} from '../src/migrations/migration.js'
import type {Name} from '../src/operations/definitions.js'
import type {Operation} from '../src/operations/operation.js'
import type {Range} from '../src/parse/source.js'

/** A table whose rows were put into a new one. */
interface Copy {
  old: Name
  fresh: Name
  range: Range
  /** What keeps writers out until it ends: a transaction on PostgreSQL, else `LOCK TABLES`. */
  kept: object | undefined
  /** Triggers take along what is written meanwhile. */
  followed: boolean
}

/** One that sees every write of its events after it was made. */
interface Follower {
  table: Name
  name: string
  events: readonly string[]
}

interface Seen {
  copies: Copy[]
  followers: Follower[]
  /** MySQL and MariaDB: what `LOCK TABLES … WRITE` holds now. */
  locked: {tables: Name[]} | undefined
}

const seen = new WeakMap<Migration, Seen>()

/** These modes keep writers out: https://www.postgresql.org/docs/current/explicit-locking.html */
const keepsWritersOut = new Set<string>(['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'])

const writes = ['insert', 'update', 'delete']

function isSame(a: Name, b: Name): boolean {
  return a.name === b.name && (a.schema === undefined || b.schema === undefined || a.schema === b.schema)
}

/** Whether the transaction keeps writers out of a table: it has locked it, or made a trigger on it, say. */
function isLocked(
  name: Name,
  {held, session, table}: Pick<RuleContext<string, unknown>, 'held' | 'session' | 'table'>
) {
  const found = table(name)
  const relation = found ? relationName(found, session) : name.name
  return held.some((each) => each.relation === relation && keepsWritersOut.has(each.lock))
}

/** Whether triggers see each write of a table: those that run before it may change rows, and keep nothing elsewhere. */
function isFollowed(table: Name, {followers}: Seen): boolean {
  const own = followers.filter((each) => isSame(each.table, table))
  return writes.every((write) => own.some(({events}) => events.includes(write)))
}

function addFollower(operation: Operation<'trigger.create'>, found: Seen): void {
  const {columns, name, table, timing, when} = operation
  found.followers = found.followers.filter((each) => !(each.name === name && isSame(each.table, table)))
  if (timing !== 'after' || when === true) return
  const events = operation.events.filter((event) => event !== 'update' || columns === undefined)
  found.followers.push({table, name, events})
}

/** A trigger is gone or off: the lock that this takes keeps writers out to the end of its transaction. */
function removeFollowers(table: Name, isGone: (name: string) => boolean, found: Seen, transaction?: object): void {
  found.followers = found.followers.filter((each) => !(isSame(each.table, table) && isGone(each.name)))
  for (const copy of found.copies) {
    if (!copy.followed || isFollowed(copy.old, found)) continue
    copy.followed = false
    copy.kept = transaction
  }
}

/** Nothing that was written since the copy began is lost, if nobody can write to the old table from here on. */
function isWhole({followed, kept}: Copy, now: object | undefined): boolean {
  return followed || (kept !== undefined && kept === now)
}

/** Report tables whose rows are copied into a new one that then takes their name. */
export default defineRule({
  id: 'no-hand-made-copy',
  summary: 'Disallow copying a table by hand into one that takes its name',
  severity: 'error',
  on: [
    'rows.insert',
    'table.create',
    'table.drop',
    'table.lock',
    'table.rename',
    'table.unlock',
    'transaction.begin',
    'trigger.create',
    'trigger.drop',
    'trigger.enable'
  ],
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: 'shadow-table',
  messages: {
    lost: 'Unexpected copy of `{{name}}` by hand: what is written to it after this statement began is not in `{{fresh}}`, which takes its name; expected a copy that is kept up to date, which `sqlsafe plan` makes of these statements',
    change:
      'Unexpected copy of `{{name}}` by hand: what is written to it after this statement is not in `{{fresh}}`, which takes its name; expected `ALTER TABLE`, or a shadow table that is kept up to date'
  },
  docs: {
    condition:
      'A migration puts the rows of an existing table into a new one, which then gets the name of the old one, and nothing keeps writers out or takes their writes along.',
    effect: {
      postgres:
        'Rows that are inserted between the copy and the renaming are gone, updates of that time are undone, and deleted rows are there again. No error tells of it: in one transaction as in several, the copy sees the rows as they were when it began.',
      mysql:
        'Rows that are inserted between the copy and the renaming are gone, updates of that time are undone, and deleted rows are there again. No error tells of it: `RENAME TABLE` and `ALTER TABLE` end a transaction before they begin.'
    },
    instead: {
      postgres:
        '`sqlsafe plan` takes the statements together: it copies the rows in batches, takes along what is written meanwhile, compares every row, and lets the tables change places in a moment. Write `CREATE TABLE` with the columns and `INSERT … SELECT` for that: `CREATE TABLE … AS` says no types and makes no keys.',
      mysql:
        'Write the change as `ALTER TABLE`, which `sqlsafe plan`, gh-ost, pt-online-schema-change and Spirit can do with a copy that is kept up to date.'
    },
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
      },
      {
        name: 'mysql-like',
        dialect: 'mysql',
        schema: 'CREATE TABLE event (id bigint PRIMARY KEY, note varchar(100));',
        unsafe:
          'CREATE TABLE event_new LIKE event;\nALTER TABLE event_new ADD COLUMN at date;\nINSERT INTO event_new (id, note) SELECT id, note FROM event;\nRENAME TABLE event TO event_old, event_new TO event;',
        reports: ['3:1-3:60 change'],
        safe: [
          'CREATE TABLE event_new LIKE event;\nALTER TABLE event_new ADD COLUMN at date;\nLOCK TABLES event WRITE, event_new WRITE;\nINSERT INTO event_new (id, note) SELECT id, note FROM event;\nALTER TABLE event RENAME TO event_old;\nALTER TABLE event_new RENAME TO event;\nUNLOCK TABLES;'
        ]
      }
    ],
    sources: [
      'https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED',
      'https://dev.mysql.com/doc/refman/9.4/en/implicit-commit.html',
      'https://dev.mysql.com/doc/refman/9.4/en/lock-tables.html'
    ]
  },
  check(operation, context) {
    const {command, dialect, isNew, migration, report, session} = context
    const found: Seen = seen.get(migration) ?? {copies: [], followers: [], locked: undefined}
    seen.set(migration, found)
    const now = dialect === 'postgres' ? session.transaction : found.locked
    const isKept = (old: Name): boolean =>
      dialect === 'postgres' ? isLocked(old, context) : found.locked?.tables.some((each) => isSame(each, old)) === true
    const copy = (reads: readonly Name[], fresh: Name): void => {
      for (const old of reads.filter((read) => !isNew(read))) {
        const kept = isKept(old) ? now : undefined
        found.copies.push({old, fresh, range: operation.range, kept, followed: isFollowed(old, found)})
      }
    }
    const leave = (table: Name): void => {
      found.copies = found.copies.filter((each) => !(isSame(each.old, table) && isWhole(each, now)))
    }

    switch (operation.kind) {
      case 'table.lock':
        if (dialect === 'postgres') return
        // One more `LOCK TABLES` lets go of those before; one of several tables is an operation for each.
        if (found.locked === undefined || operation === command.operations[0]) found.locked = {tables: []}
        if (operation.mode === 'WRITE') found.locked.tables.push(operation.table)
        return
      case 'table.unlock':
      case 'transaction.begin':
        found.locked = undefined
        return
      case 'trigger.create':
        addFollower(operation, found)
        return
      case 'trigger.drop':
        for (const {table} of operation.table ? [{table: operation.table}] : found.followers) {
          removeFollowers(table, (name) => name === operation.name, found, now)
        }
        return
      case 'trigger.enable': {
        const {action, name: written, table} = operation
        // Writes of users do not set off those of replicas.
        if (action !== 'disable' && action !== 'enable-replica') return
        removeFollowers(table, (name) => written === 'all' || written === 'user' || name === written, found, now)
        return
      }
      case 'rows.insert':
        if (operation.source === 'query' && isNew(operation.table)) copy(operation.reads, operation.table)
        return
      case 'table.create':
        if (operation.asQuery?.withData === true && !operation.temporary) copy(operation.asQuery.reads, operation.table)
        return
      case 'table.drop':
        leave(operation.table)
        return
      case 'table.rename': {
        const lost = found.copies.find(
          (each) =>
            !isWhole(each, now) &&
            isSame(each.fresh, operation.table) &&
            isSame(each.old, {...operation.table, name: operation.to.name})
        )
        if (lost) {
          const data = {name: lost.old.name, fresh: lost.fresh.name}
          report(dialect === 'postgres' ? 'lost' : 'change', data, {range: lost.range, cause: operation.range})
        }
        leave(operation.table)
      }
    }
  }
})
