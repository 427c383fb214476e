/** Columns on MariaDB. */
import {facts} from '../../mysql/fact.js'
import type {FactRow} from '../../mysql/fact.js'
import {manual, vectorSince} from './manual.js'

const otherEngine: FactRow = {
  when: ['other-engine'],
  does: 'heedless-copy',
  because: 'not InnoDB, which blocks writes whatever clause is accepted'
}

const columnAdd = facts('column.add', manual.instant, [
  {when: ['column-exists'], does: 'instant', source: manual.alterTable, because: 'the column exists'},
  otherEngine,
  {when: ['adds-stored'], does: 'copy', source: manual.generatedColumns, because: 'stored generated column'},
  {when: ['default-per-row'], does: 'copy', because: 'default differs from row to row'},
  {
    when: ['inline-reference', 'checks-foreign-keys'],
    does: 'copy',
    source: manual.inplace,
    because: 'foreign key, and foreign_key_checks is on'
  },
  {when: ['adds-virtual', 'inline-key'], does: 'copy', because: 'virtual column with a key'},
  {when: ['adds-virtual', 'partitioned'], does: 'copy', because: 'virtual column of a partitioned table'},
  {
    when: ['adds-virtual', 'own-document-id', 'has-fulltext'],
    does: 'copy',
    because: 'virtual column of a table with FTS_DOC_ID and a FULLTEXT index'
  },
  {when: ['added-before-virtual'], does: 'copy', because: 'placed before a virtual column'},
  {when: ['adds-virtual'], does: 'instant', work: 'virtual-added', because: 'virtual column'},
  {
    versions: vectorSince,
    when: ['inline-key', 'vector-index'],
    does: 'copy',
    source: manual.vectorIndexes,
    because: 'the table has a VECTOR index'
  },
  {when: ['adds-auto-increment'], does: 'blocking-rebuild', source: manual.inplace, because: 'AUTO_INCREMENT column'},
  {
    when: ['inline-key'],
    does: 'rebuild',
    work: ['column', 'index-added'],
    source: manual.inplace,
    because: 'column with a key'
  },
  {when: ['inline-reference'], does: 'rebuild', work: ['column', 'index-added'], because: 'foreign key with an index'},
  {when: ['compressed-rows'], does: 'rebuild', because: 'ROW_FORMAT=COMPRESSED'},
  {when: ['fulltext-index'], does: 'rebuild', because: 'FULLTEXT index'},
  {when: ['hidden-document-id'], does: 'rebuild', because: 'FULLTEXT index before'},
  {when: ['indexed-virtual-column'], does: 'rebuild', because: 'index on a virtual column'},
  {
    when: ['columns-exhausted'],
    does: 'rebuild',
    because: 'too many columns with those that were dropped INSTANT'
  },
  {does: 'instant', work: 'column', because: 'INSTANT column'}
])

const columnDrop = facts('column.drop', manual.instant, [
  {when: ['column-missing'], does: 'instant', source: manual.alterTable, because: 'there is no such column'},
  otherEngine,
  {when: ['column-partitions'], does: 'copy', because: 'rows move to the partitions of the new column of this name'},
  {
    when: ['column-orders-rows', 'other-clustered-key'],
    does: 'rebuild',
    work: ['rebuild', 'column-dropped'],
    source: manual.inplace,
    because: 'the rows are ordered by another key'
  },
  {when: ['column-orders-rows'], does: 'copy', source: manual.inplace, because: 'column of the primary key'},
  {
    when: ['column-virtual', 'own-document-id', 'has-fulltext'],
    does: 'copy',
    because: 'virtual column beside a FULLTEXT index with a column FTS_DOC_ID'
  },
  {when: ['column-virtual', 'partitioned'], does: 'copy', because: 'virtual column of a partitioned table'},
  {
    versions: vectorSince,
    when: ['column-indexed', 'vector-index'],
    does: 'copy',
    source: manual.vectorIndexes,
    because: 'the table has a VECTOR index'
  },
  {
    when: ['partitioned', 'drops-before-virtual'],
    does: 'copy',
    because: 'it stands before a virtual column of a partitioned table'
  },
  {
    when: ['!column-virtual', 'indexed-virtual-column', 'drops-before-virtual'],
    does: 'copy',
    because: 'it stands before a virtual column, and there is an index on one'
  },
  {when: ['!column-virtual', 'indexed-virtual-column'], does: 'rebuild', because: 'index on a virtual column'},
  {
    when: ['column-virtual', 'column-indexed'],
    does: 'nocopy-definition',
    work: ['virtual-dropped', 'index-dropped'],
    because: 'indexed virtual column'
  },
  {when: ['column-virtual'], does: 'instant', work: 'virtual-dropped', because: 'virtual column'},
  {when: ['compressed-rows'], does: 'rebuild', because: 'ROW_FORMAT=COMPRESSED'},
  {when: ['has-fulltext'], does: 'rebuild', because: 'FULLTEXT index'},
  {when: ['hidden-document-id'], does: 'rebuild', because: 'FULLTEXT index before'},
  {
    when: ['shortens-index'],
    does: 'rebuild',
    work: ['column-dropped', 'index-added'],
    because: 'an index loses the column and is built anew'
  },
  {
    when: ['index-gets-new-column'],
    does: 'rebuild',
    work: ['column-dropped', 'index-added'],
    because: 'an index stays for the new column of this name'
  },
  {
    when: ['column-indexed', 'spatial-index'],
    does: 'blocking-nocopy-definition',
    work: ['column-dropped', 'index-dropped'],
    source: manual.nocopy,
    because: 'its index goes too, beside a SPATIAL one'
  },
  {
    when: ['column-indexed'],
    does: 'nocopy-definition',
    work: ['column-dropped', 'index-dropped'],
    source: manual.nocopy,
    because: 'its index goes too'
  },
  {does: 'instant', work: 'column-dropped', because: 'INSTANT drop'}
])

const columnRename = facts('column.rename', manual.instant, [
  {when: ['column-missing'], does: 'instant', source: manual.alterTable, because: 'there is no such column'},
  {does: 'instant', work: 'column-name', because: 'only its name changes'}
])

const columnModify = facts('column.modify', manual.instant, [
  {when: ['column-missing'], does: 'instant', source: manual.alterTable, because: 'there is no such column'},
  {...otherEngine, when: ['other-engine', '!only-definition-changed']},
  {...otherEngine, when: ['other-engine', 'inline-key']},
  {when: ['auto-increment-added'], does: 'blocking-copy', because: 'AUTO_INCREMENT added'},
  {when: ['type-changed'], does: 'copy', because: 'another data type'},
  {when: ['fewer-characters'], does: 'copy', because: 'a shorter type'},
  {
    when: ['type-longer-across-255', '!redundant-rows', '!type-short'],
    does: 'copy',
    because: 'the length in bytes crosses 255'
  },
  {when: ['column-compression-changed'], does: 'copy', because: 'COMPRESSED comes or goes'},
  {when: ['charset-incompatible'], does: 'copy', because: 'another character set'},
  {when: ['charset-to-binary'], does: 'copy', because: 'another character set'},
  {when: ['charset-changed', 'enum-or-set'], does: 'copy', because: 'another character set or collation of members'},
  {
    when: ['charset-changed', 'column-in-fulltext', 'column-text'],
    does: 'copy',
    because: 'FULLTEXT index on a TEXT column'
  },
  {when: ['charset-wider', 'column-in-prefix'], does: 'copy', because: 'index on a prefix of the column'},
  {when: ['orders-otherwise', 'column-text', 'column-indexed-after'], does: 'copy', because: 'index on a TEXT column'},
  {when: ['stays-stored'], does: 'copy', source: manual.generatedColumns, because: 'stored generated column'},
  {when: ['expression-changed', '!column-virtual'], does: 'copy', because: 'generated now, or no more'},
  {
    when: ['column-virtual', 'column-indexed'],
    does: 'copy',
    source: manual.generatedColumns,
    because: 'an indexed virtual column is defined anew'
  },
  {when: ['moved-past-virtual'], does: 'copy', because: 'the order changes around a virtual column'},
  {
    when: ['orders-rows', '!other-clustered-key'],
    does: 'copy',
    because: 'the rows are ordered by it'
  },
  {when: ['orders-otherwise', 'column-orders-rows'], does: 'copy', because: 'the rows are ordered by it'},
  {
    when: ['becomes-not-null', 'column-timestamp'],
    does: 'copy',
    because: 'NULL in a TIMESTAMP becomes the present time'
  },
  {when: ['becomes-not-null', 'stored-column'], does: 'copy', because: 'stored generated column in the table'},
  {when: ['nullability-changed', 'indexed-virtual-column'], does: 'copy', because: 'index on a virtual column'},
  {when: ['inline-primary-key'], does: 'rebuild', source: manual.inplace, because: 'primary key'},
  {
    when: ['becomes-nullable', 'redundant-rows'],
    does: 'instant',
    because: 'ROW_FORMAT=REDUNDANT has room for NULL in any column'
  },
  {
    when: ['nullability-changed'],
    does: 'rebuild',
    source: manual.inplace,
    because: 'NULL becomes NOT NULL or the contrary'
  },
  {when: ['moved-among-stored', 'compressed-rows'], does: 'rebuild', because: 'ROW_FORMAT=COMPRESSED'},
  {when: ['moved-among-stored', 'fulltext-index'], does: 'rebuild', because: 'FULLTEXT index'},
  {when: ['moved-among-stored', 'hidden-document-id'], does: 'rebuild', because: 'FULLTEXT index before'},
  {when: ['moved-among-stored', 'indexed-virtual-column'], does: 'rebuild', because: 'index on a virtual column'},
  {
    versions: vectorSince,
    when: ['orders-otherwise', 'column-indexed-after', 'vector-index'],
    does: 'copy',
    source: manual.vectorIndexes,
    because: 'the table has a VECTOR index'
  },
  {
    versions: vectorSince,
    when: ['inline-key', 'vector-index'],
    does: 'copy',
    source: manual.vectorIndexes,
    because: 'the table has a VECTOR index'
  },
  {
    when: ['orders-otherwise', 'column-in-fulltext'],
    does: 'blocking-nocopy',
    work: 'index-added',
    source: manual.nocopy,
    because: 'its FULLTEXT index is built anew'
  },
  {
    when: ['orders-otherwise', 'column-indexed-after'],
    does: 'nocopy',
    work: 'index-added',
    source: manual.nocopy,
    because: 'its indexes are built anew'
  },
  {
    when: ['bytes-longer', 'column-orders-rows'],
    does: 'rebuild',
    because: 'the rows are ordered by its bytes'
  },
  {
    when: ['bytes-longer', 'column-indexed-after'],
    does: 'nocopy',
    work: 'index-added',
    source: manual.nocopy,
    because: 'its indexes are built anew'
  },
  {
    when: ['index-shortened'],
    does: 'nocopy',
    work: 'index-added',
    source: manual.nocopy,
    because: 'its index is built anew, on what fits'
  },
  {when: ['inline-key-clusters'], does: 'rebuild', source: manual.inplace, because: 'the rows are ordered by it'},
  {when: ['inline-key'], does: 'nocopy', work: 'index-added', source: manual.nocopy, because: 'unique index'},
  {when: ['moved-among-stored'], does: 'instant', work: 'column-order', because: 'stored rows keep their order'},
  {when: ['charset-changed'], does: 'instant', work: 'collation', because: 'stored text stays as it is'},
  {
    when: ['type-longer', 'column-index-renamed'],
    does: 'nocopy',
    work: 'index-added',
    source: manual.nocopy,
    because: 'an index of it gets another name and is built anew'
  },
  {when: ['type-longer'], does: 'instant', work: 'length', because: 'longer on the same side of 255 bytes'},
  {
    when: ['type-longer-across-255'],
    does: 'instant',
    work: 'length',
    because: 'at most 127 bytes so far, or ROW_FORMAT=REDUNDANT'
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
  ...facts('column.set-default', manual.instant, definitionOnly),
  ...facts('column.drop-default', manual.instant, definitionOnly)
]
