/** `ALTER TABLE … ADD COLUMN`. */
import {factsAbout, manual, type FactRow} from '../fact.js'

const source = manual(
  'sql-altertable',
  'Adding a column with a volatile DEFAULT … will require the entire table and its indexes to be rewritten'
)

/** Whatever the default is: the check of the domain is asked of each row. */
export const ofDomain = 'a domain with constraints'

const rewrite = {lock: 'ACCESS EXCLUSIVE', scan: 'table', rewrite: 'table', indexes: 'all'} as const
const scan = {lock: 'ACCESS EXCLUSIVE', scan: 'table'} as const
const free = {lock: 'ACCESS EXCLUSIVE'} as const

const rows: readonly FactRow[] = [
  {on: 'tree', when: ['named-column-exists', '!named'], lock: 'none', because: 'the column is there already'},
  {on: 'tree', when: ['column-exists'], ...free, because: 'the column is there already'},
  {on: 'tree', when: ['takes-from-sequence'], ...rewrite, because: 'each row gets a number from a sequence'},
  {on: 'tree', when: ['stored-generated'], ...rewrite, because: 'a stored generated column is computed for each row'},
  {
    on: 'tree',
    versions: '>=18',
    when: ['virtual-generated', 'not-null'],
    ...scan,
    because: 'NOT NULL of a virtual column is checked'
  },
  {on: 'tree', when: ['volatile-default'], ...rewrite, because: 'a volatile default is computed for each row'},
  {on: 'tree', when: ['constrained-domain'], ...rewrite, because: ofDomain},
  {on: 'tree', when: ['inline-check'], ...scan, because: 'the CHECK is checked for each row'},
  {on: 'tree', when: ['inline-key', 'named'], ...scan, because: 'the key builds an index'},
  {on: 'tree', when: ['not-null', '!default'], ...scan, because: 'NOT NULL without a default is checked'},
  {
    on: 'tree',
    when: ['inline-reference', 'written-default', '!child'],
    ...scan,
    because: 'the default is looked up in the referenced table'
  },
  {on: 'tree', ...free, because: 'rows are left as they are'},
  {
    on: 'newly-referenced',
    when: ['named-column-exists'],
    lock: 'none',
    because: 'the column is there already'
  },
  {
    on: 'newly-referenced',
    when: ['written-default'],
    lock: 'SHARE ROW EXCLUSIVE',
    scan: 'maybe',
    because: 'it gets triggers, and the default is looked up'
  },
  {on: 'newly-referenced', lock: 'SHARE ROW EXCLUSIVE', because: 'it gets triggers of the foreign key'}
]

export const columnsAdded = {'column.add': factsAbout('column.add', source, rows)}
