/** Indexes, keys and constraints on MariaDB. */
import {facts} from '../../mysql/fact.js'
import type {FactRow} from '../../mysql/fact.js'
import {manual, vectorSince} from './manual.js'

const otherEngine: FactRow = {
  when: ['other-engine'],
  does: 'heedless-copy',
  because: 'not InnoDB, which blocks writes whatever clause is accepted'
}

const replacedByRenamed: FactRow = {
  when: ['replaced-by-renamed'],
  does: 'instant',
  work: 'index-definition',
  source: manual.instant,
  because: 'the index only gets another name'
}

/** By `CREATE UNIQUE INDEX` or `ADD UNIQUE`. */
const addedUnique: FactRow[] = [
  otherEngine,
  {when: ['replaced-by-same'], does: 'instant', because: 'the same index as the one dropped'},
  replacedByRenamed,
  {
    versions: vectorSince,
    when: ['vector-index'],
    does: 'copy',
    source: manual.vectorIndexes,
    because: 'the table has a VECTOR index'
  },
  {when: ['becomes-clustered'], does: 'rebuild', source: manual.inplace, because: 'the rows are ordered by it'}
]

const addedIndex: FactRow[] = [
  {when: ['index-exists'], does: 'instant', source: manual.alterTable, because: 'the index exists'},
  ...addedUnique,
  {versions: vectorSince, when: ['adds-vector'], does: 'copy', source: manual.vectorIndexes, because: 'VECTOR index'},
  {when: ['adds-several-fulltext'], does: 'copy', because: 'two FULLTEXT indexes at once'},
  {
    when: ['adds-fulltext', 'system-versioned'],
    does: 'copy',
    source: manual.versioning,
    because: 'FULLTEXT index on a table with system versioning'
  },
  {
    when: ['on-new-virtual-column'],
    does: 'nocopy',
    work: ['index-added', 'index-of-new-virtual'],
    because: 'index on a new virtual column'
  },
  {
    when: ['adds-fulltext', 'own-document-id'],
    does: 'blocking-nocopy',
    work: 'index-added',
    because: 'FULLTEXT index on a table with FTS_DOC_ID'
  },
  {
    when: ['adds-fulltext', 'hidden-document-id'],
    does: 'blocking-nocopy',
    work: 'index-added',
    because: 'FULLTEXT index'
  },
  {
    when: ['adds-fulltext'],
    does: 'blocking-rebuild',
    source: manual.inplace,
    because: 'the first FULLTEXT index adds a hidden column'
  },
  {when: ['adds-spatial'], does: 'blocking-nocopy', work: 'index-added', because: 'SPATIAL index'},
  {does: 'nocopy', work: 'index-added', because: 'secondary index'}
]

const droppedIndex: FactRow[] = [
  otherEngine,
  {when: ['replaced-by-same'], does: 'instant', because: 'the same index is added'},
  replacedByRenamed,
  {
    versions: vectorSince,
    when: ['vector-index'],
    does: 'copy',
    source: manual.vectorIndexes,
    because: 'the table has a VECTOR index'
  },
  {
    when: ['new-primary-key-same'],
    does: 'instant',
    because: 'the primary key has the same columns'
  },
  {
    when: ['drops-clustered', 'other-clustered-key'],
    does: 'rebuild',
    source: manual.inplace,
    because: 'the rows are ordered by another key'
  },
  {when: ['drops-clustered'], does: 'copy', source: manual.inplace, because: 'the rows are ordered by it'},
  {does: 'nocopy-definition', work: 'index-dropped', because: 'only the index goes'}
]

const changedIndex: FactRow[] = [
  {does: 'instant', work: 'index-definition', source: manual.instant, because: 'only the definition changes'}
]

const constraintAdd = facts('constraint.add', manual.nocopy, [
  otherEngine,
  {when: ['adds-check'], does: 'copy', source: manual.inplace, because: 'check of every row'},
  {
    when: ['adds-foreign-key', 'checks-foreign-keys'],
    does: 'copy',
    source: manual.inplace,
    because: 'foreign_key_checks is on'
  },
  {
    when: ['needs-index'],
    does: 'nocopy',
    work: ['foreign-key', 'index-added'],
    because: 'foreign_key_checks is off, an index is built'
  },
  {
    when: ['adds-foreign-key'],
    does: 'instant',
    work: 'foreign-key',
    source: manual.instant,
    because: 'foreign_key_checks is off'
  },
  {when: ['replaced-by-same'], does: 'instant', because: 'the same key as the one dropped'},
  {when: ['ignores-errors'], does: 'blocking-copy', source: manual.alterTable, because: 'ALTER IGNORE'},
  {
    when: ['clustered-already', 'old-key-dropped'],
    does: 'instant',
    because: 'the rows are in this order already'
  },
  {
    when: ['clustered-already'],
    does: 'nocopy',
    work: 'index-added',
    because: 'the rows are in this order already'
  },
  {
    when: ['primary-key-timestamp'],
    does: 'copy',
    because: 'NULL in a TIMESTAMP becomes the present time'
  },
  {
    when: ['primary-key-nullable', 'stored-column'],
    does: 'copy',
    because: 'stored generated column in the table'
  },
  {
    when: ['primary-key-nullable', 'indexed-virtual-column'],
    does: 'copy',
    because: 'index on a virtual column'
  },
  {when: ['adds-primary-key'], does: 'rebuild', source: manual.inplace, because: 'the rows are ordered by it'},
  ...addedUnique.slice(2),
  {does: 'nocopy', work: ['index-added', 'unique-added'], because: 'unique index'}
])

const constraintDrop = facts('constraint.drop', manual.nocopy, [
  {when: ['key-missing'], does: 'instant', source: manual.alterTable, because: 'there is no such constraint'},
  {when: ['drops-check'], does: 'instant', source: manual.instant, because: 'only the definition changes'},
  {
    when: ['drops-foreign-key'],
    does: 'instant',
    work: 'foreign-key',
    source: manual.instant,
    because: 'only the definition changes'
  },
  otherEngine,
  {when: ['drops-primary-key', 'partitioned'], does: 'copy', because: 'primary key of a partitioned table'},
  {when: ['replaced-by-same'], does: 'instant', because: 'the same key is added'},
  replacedByRenamed,
  ...droppedIndex.slice(3)
])

export const keys = [
  ...facts('index.create', manual.nocopy, addedIndex),
  ...facts('index.drop', manual.nocopy, [
    {when: ['key-missing'], does: 'instant', source: manual.alterTable, because: 'there is no such index'},
    ...droppedIndex
  ]),
  ...facts('index.rename', manual.instant, changedIndex),
  ...facts('index.set-visibility', manual.instant, changedIndex),
  ...constraintAdd,
  ...constraintDrop,
  ...facts('constraint.add', manual.metadataLocks, [
    {
      on: 'referenced',
      does: 'free',
      because: 'its definition is locked for a moment',
      proof: 'documented'
    }
  ])
]
