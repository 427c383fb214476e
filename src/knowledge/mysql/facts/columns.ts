/** Columns on MySQL. */
import {facts} from '../fact.js'
import type {FactRow} from '../fact.js'
import {manual} from './manual.js'

const anywhereSince = '8.0.29'
const renameSince = '8.0.28'

const asksValidation: FactRow = {
  when: ['asks-validation'],
  does: 'copy',
  source: manual.alterTable,
  because: 'WITH VALIDATION'
}

const columnAdd = facts('column.add', manual.columns, [
  asksValidation,
  {when: ['other-engine'], does: 'copy', because: 'not InnoDB'},
  {when: ['adds-stored'], does: 'copy', source: manual.generatedColumns, because: 'stored generated column'},
  {when: ['default-expression'], does: 'copy', because: 'default is an expression'},
  {when: ['inline-check'], does: 'copy', source: manual.checks, because: 'check on the column'},
  {
    versions: '>=9',
    when: ['inline-reference', 'checks-foreign-keys'],
    does: 'copy',
    source: manual.createTable,
    because: 'inline REFERENCES is a foreign key since 9.0'
  },
  {
    versions: '>=9',
    when: ['inline-reference'],
    does: 'rebuild',
    work: ['column', 'foreign-key'],
    source: manual.createTable,
    because: 'inline REFERENCES with foreign_key_checks off'
  },
  {
    when: ['adds-virtual', 'inline-key'],
    does: 'copy',
    source: manual.generatedColumns,
    because: 'virtual column with a key'
  },
  {
    when: ['adds-virtual', 'virtual-behind'],
    does: 'copy',
    source: manual.generatedColumns,
    because: 'virtual column before another, perhaps one that an index on an expression hides'
  },
  {
    when: ['adds-virtual', 'auto-increment-behind'],
    does: 'copy',
    source: manual.generatedColumns,
    because: 'virtual column before one with AUTO_INCREMENT'
  },
  {
    when: ['adds-virtual'],
    does: 'instant',
    work: 'virtual-added',
    source: manual.generatedColumns,
    because: 'virtual column'
  },
  {when: ['adds-auto-increment'], does: 'blocking-rebuild', because: 'AUTO_INCREMENT column'},
  {when: ['inline-key'], does: 'rebuild', work: ['column', 'index-added'], because: 'column with a key'},
  {when: ['zero-default'], does: 'rebuild', because: 'NOT NULL without a default, of a type that has no empty value'},
  {when: ['compressed-rows'], does: 'rebuild', because: 'ROW_FORMAT=COMPRESSED'},
  {when: ['fulltext-index'], does: 'rebuild', because: 'FULLTEXT index'},
  {
    when: ['document-id-index', '!asks-instant'],
    does: 'rebuild',
    because: 'an index of the name FTS_DOC_ID_INDEX, where ALGORITHM=INSTANT is not asked for'
  },
  {when: ['hidden-document-id'], does: 'rebuild', because: 'FULLTEXT index before'},
  {
    when: ['row-versions-exhausted'],
    does: 'rebuild',
    because: 'too many INSTANT changes since the last rebuild'
  },
  {
    when: ['columns-exhausted'],
    does: 'rebuild',
    because: 'too many columns with those that were dropped INSTANT'
  },
  {
    versions: `<${anywhereSince}`,
    when: ['added-before-others'],
    does: 'rebuild',
    because: 'not the last column',
    proof: 'documented'
  },
  {does: 'instant', work: 'column', because: 'INSTANT column'}
])

const columnDrop = facts('column.drop', manual.columns, [
  {when: ['other-engine'], does: 'copy', because: 'not InnoDB'},
  {
    when: ['column-orders-rows', 'partitioned-by-primary-key'],
    does: 'copy',
    source: manual.partitions,
    because: 'rows move to the partitions of the key without the column'
  },
  {
    when: ['column-orders-rows', 'order-shortened'],
    does: 'rebuild',
    source: manual.primaryKeys,
    because: 'the primary key loses the column'
  },
  {
    when: ['column-orders-rows', 'new-unique-order'],
    does: 'rebuild',
    source: manual.primaryKeys,
    because: 'column of the primary key, another key orders the rows'
  },
  {
    when: ['column-orders-rows', '!new-primary-key'],
    does: 'copy',
    source: manual.primaryKeys,
    because: 'column of the primary key, and no other is added'
  },
  {
    when: ['column-virtual', 'column-indexed', 'partitioned'],
    does: 'copy',
    source: manual.generatedColumns,
    because: 'indexed virtual column of a partitioned table'
  },
  {
    when: ['column-virtual', 'virtual-behind', 'partitioned'],
    does: 'copy',
    work: ['virtual-dropped', 'virtual-order'],
    source: manual.generatedColumns,
    because: 'virtual column of a partitioned table before another, perhaps one that an index on an expression hides'
  },
  {
    when: ['column-virtual', 'column-indexed'],
    does: 'in-place-definition',
    work: ['virtual-dropped', 'index-dropped'],
    source: manual.generatedColumns,
    because: 'indexed virtual column'
  },
  {
    when: ['column-virtual', 'virtual-behind'],
    does: 'in-place-definition',
    work: ['virtual-dropped', 'virtual-order'],
    source: manual.generatedColumns,
    because: 'virtual column before another, perhaps one that an index on an expression hides'
  },
  {
    when: ['column-virtual'],
    does: 'instant',
    work: 'virtual-dropped',
    source: manual.generatedColumns,
    because: 'virtual column'
  },
  {when: ['compressed-rows'], does: 'rebuild', because: 'ROW_FORMAT=COMPRESSED'},
  {when: ['fulltext-index'], does: 'rebuild', because: 'FULLTEXT index'},
  {
    when: ['document-id-index', '!asks-instant'],
    does: 'rebuild',
    because: 'an index of the name FTS_DOC_ID_INDEX, where ALGORITHM=INSTANT is not asked for'
  },
  {when: ['hidden-document-id'], does: 'rebuild', because: 'FULLTEXT index before'},
  {when: ['column-indexed'], does: 'rebuild', work: ['column-dropped', 'index-dropped'], because: 'indexed column'},
  {
    when: ['row-versions-exhausted'],
    does: 'rebuild',
    because: 'too many INSTANT changes since the last rebuild'
  },
  {
    versions: `<${anywhereSince}`,
    does: 'rebuild',
    because: 'no INSTANT DROP COLUMN before 8.0.29',
    proof: 'documented'
  },
  {does: 'instant', work: 'column-dropped', because: 'INSTANT drop'}
])

const columnRename = facts('column.rename', manual.columns, [
  asksValidation,
  {
    when: ['column-referenced'],
    does: 'in-place-definition',
    work: 'column-name',
    because: 'a foreign key references the column'
  },
  {
    versions: `<${renameSince}`,
    when: ['!other-engine'],
    does: 'in-place-definition',
    work: 'column-name',
    because: 'no INSTANT rename before 8.0.28',
    proof: 'documented'
  },
  {does: 'instant', work: 'column-name', because: 'only its name changes'}
])

const columnModify = facts('column.modify', manual.columns, [
  asksValidation,
  {when: ['other-engine', '!only-definition-changed'], does: 'copy', because: 'not InnoDB'},
  {when: ['other-engine', 'inline-key'], does: 'copy', because: 'not InnoDB'},
  {when: ['type-changed'], does: 'copy', because: 'another data type'},
  {when: ['type-shorter'], does: 'copy', because: 'a shorter type'},
  {when: ['type-longer-across-255'], does: 'copy', because: 'the length in bytes crosses 255'},
  {when: ['!enum-or-set', 'charset-incompatible'], does: 'copy', because: 'another character set'},
  {
    when: ['!enum-or-set', 'charset-changed', 'column-indexed-after'],
    does: 'copy',
    because: 'another collation of an indexed column'
  },
  {when: ['auto-increment-changed'], does: 'copy', because: 'AUTO_INCREMENT comes or goes'},
  {when: ['expression-changed'], does: 'copy', source: manual.generatedColumns, because: 'another expression'},
  {
    when: ['expression-recollated'],
    does: 'copy',
    source: manual.generatedColumns,
    because: 'a string in the expression gets another collation than before'
  },
  {
    when: ['respelled', 'column-computed-from'],
    does: 'copy',
    source: manual.generatedColumns,
    because: 'the name is written otherwise, and an expression uses it'
  },
  {when: ['inline-check'], does: 'copy', source: manual.checks, because: 'check on the column'},
  {when: ['becomes-not-null', 'lax-mode'], does: 'copy', because: 'NOT NULL without strict mode'},
  {
    when: ['orders-rows', '!other-clustered-key'],
    does: 'copy',
    because: 'the rows are ordered by it'
  },
  {when: ['inline-primary-key'], does: 'rebuild', source: manual.primaryKeys, because: 'primary key'},
  {when: ['nullability-changed'], does: 'rebuild', because: 'NULL becomes NOT NULL or the contrary'},
  {
    when: ['moved-among-virtual'],
    does: 'copy',
    source: manual.generatedColumns,
    because: 'the order of virtual columns changes'
  },
  {
    when: ['moved-among-stored', 'column-orders-rows', 'partitioned-by-primary-key'],
    does: 'copy',
    source: manual.partitions,
    because: 'the order of the columns by which the table is partitioned changes'
  },
  {
    when: ['moved-among-stored', 'type-longer'],
    does: 'rebuild',
    work: ['column-order', 'length'],
    because: 'the column stands elsewhere and gets longer'
  },
  {
    when: ['moved-among-stored', '!enum-or-set', 'charset-changed'],
    does: 'rebuild',
    work: ['column-order', 'collation'],
    because: 'the column stands elsewhere and gets another collation'
  },
  {when: ['moved-among-stored'], does: 'rebuild', work: 'column-order', because: 'the column stands elsewhere'},
  {when: ['inline-key-clusters'], does: 'rebuild', source: manual.primaryKeys, because: 'the rows are ordered by it'},
  {when: ['inline-key'], does: 'in-place', work: 'index-added', source: manual.indexes, because: 'unique index'},
  {
    when: ['index-shortened'],
    does: 'in-place',
    work: 'index-added',
    source: manual.indexes,
    because: 'its index is built anew, on what fits'
  },
  {when: ['type-longer'], does: 'in-place-definition', work: 'length', because: 'longer on the same side of 255 bytes'},
  {
    when: ['!enum-or-set', 'charset-changed'],
    does: 'in-place-definition',
    work: 'collation',
    because: 'another collation, no index'
  },
  {
    when: ['renamed', 'column-referenced'],
    does: 'in-place-definition',
    work: 'column-name',
    because: 'a foreign key references the column'
  },
  {
    versions: `<${renameSince}`,
    when: ['renamed'],
    does: 'in-place-definition',
    work: 'column-name',
    because: 'no INSTANT rename before 8.0.28',
    proof: 'documented'
  },
  {when: ['renamed'], does: 'instant', work: 'column-name', because: 'only its name changes'},
  {does: 'instant', because: 'only the definition changes'}
])

const definitionOnly = [{does: 'instant', because: 'only the definition changes'}] as const

export const columns = [
  ...columnAdd,
  ...columnDrop,
  ...columnRename,
  ...columnModify,
  ...facts('column.set-default', manual.columns, definitionOnly),
  ...facts('column.drop-default', manual.columns, definitionOnly),
  ...facts('column.set-visibility', manual.columns, [
    {when: ['other-engine'], does: 'copy', because: 'not InnoDB'},
    ...definitionOnly
  ])
]
