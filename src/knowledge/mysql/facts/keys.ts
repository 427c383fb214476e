/** Indexes, keys and constraints on MySQL. */
import {facts} from '../fact.js'
import type {FactRow} from '../fact.js'
import {manual} from './manual.js'

const otherEngine: FactRow = {when: ['other-engine'], does: 'copy', because: 'not InnoDB'}
const replacedBySame: FactRow = {
  when: ['replaced-by-same'],
  does: 'instant',
  because: 'the same index as the one dropped'
}

const becomesClustered: FactRow = {
  when: ['becomes-clustered'],
  does: 'rebuild',
  because: 'the rows are ordered by it'
}

const addedIndex: FactRow[] = [
  replacedBySame,
  otherEngine,
  {when: ['adds-functional', 'unique-index'], does: 'copy', because: 'unique index on an expression'},
  becomesClustered,
  {
    when: ['adds-functional', 'hidden-column-behind'],
    does: 'copy',
    because: 'index on an expression, with a name before that of another'
  },
  {
    when: ['adds-functional', 'own-document-id', 'has-fulltext'],
    does: 'copy',
    // Seen on 9.7; but whatever writes such a table anew is a copy, so that no case can tell it from a rebuild.
    proof: 'documented',
    because: 'index on an expression of a table with FTS_DOC_ID and a FULLTEXT index'
  },
  {when: ['adds-functional', 'partitioned'], does: 'copy', because: 'index on an expression of a partitioned table'},
  {
    when: ['adds-functional'],
    does: 'blocking-in-place',
    work: ['virtual-added', 'index-added', 'index-of-new-virtual'],
    because: 'index on an expression'
  },
  {
    when: ['on-new-virtual-column'],
    does: 'in-place',
    work: ['index-added', 'index-of-new-virtual'],
    because: 'index on a new virtual column'
  },
  {
    when: ['adds-fulltext', 'own-document-id'],
    does: 'blocking-in-place',
    work: 'index-added',
    because: 'FULLTEXT index on a table with FTS_DOC_ID'
  },
  {
    when: ['adds-fulltext', 'hidden-document-id'],
    does: 'blocking-in-place',
    work: 'index-added',
    because: 'FULLTEXT index'
  },
  {
    when: ['adds-fulltext'],
    does: 'blocking-rebuild',
    because: 'the first FULLTEXT index adds a hidden column'
  },
  {when: ['adds-spatial'], does: 'blocking-in-place', work: 'index-added', because: 'SPATIAL index'},
  {
    when: ['on-geometry'],
    does: 'blocking-in-place',
    work: 'index-added',
    source: manual.spatialIndexes,
    because: 'an index on a geometry is a SPATIAL one'
  },
  {does: 'in-place', work: 'index-added', because: 'secondary index'}
]

const droppedIndex: FactRow[] = [
  {when: ['replaced-by-same'], does: 'instant', because: 'the same index is added'},
  {when: ['other-engine'], does: 'copy', because: 'not InnoDB'},
  {
    when: ['new-unique-order'],
    does: 'rebuild',
    source: manual.primaryKeys,
    because: 'the rows are ordered by it, and another key is added that can'
  },
  {
    when: ['drops-clustered', '!new-primary-key'],
    does: 'copy',
    source: manual.primaryKeys,
    because: 'the rows are ordered by it, and no primary key is added'
  },
  {when: ['drops-unique-functional'], does: 'copy', because: 'unique index on an expression'},
  {
    when: ['drops-functional'],
    does: 'in-place-definition',
    work: ['virtual-dropped', 'index-dropped'],
    because: 'index on an expression'
  },
  {does: 'in-place-definition', work: 'index-dropped', because: 'only the index goes'}
]

const changedIndex: FactRow[] = [
  {when: ['other-engine'], does: 'instant', because: 'only the definition changes'},
  {does: 'in-place-definition', work: 'index-definition', because: 'only the definition changes'}
]

const constraintAdd = facts('constraint.add', manual.indexes, [
  replacedBySame,
  otherEngine,
  {
    when: ['check-not-enforced'],
    does: 'instant',
    source: manual.checks,
    because: 'check is NOT ENFORCED'
  },
  {when: ['adds-check'], does: 'copy', source: manual.checks, because: 'check of every row'},
  {
    when: ['adds-foreign-key', 'checks-foreign-keys'],
    does: 'copy',
    source: manual.foreignKeys,
    because: 'foreign_key_checks is on'
  },
  {
    when: ['needs-index'],
    does: 'in-place',
    work: ['foreign-key', 'index-added'],
    source: manual.foreignKeys,
    because: 'foreign_key_checks is off, an index is built'
  },
  {
    when: ['adds-foreign-key'],
    does: 'in-place-definition',
    work: 'foreign-key',
    source: manual.foreignKeys,
    because: 'foreign_key_checks is off'
  },
  {
    when: ['primary-key-nullable', 'lax-mode'],
    does: 'copy',
    source: manual.primaryKeys,
    because: 'NOT NULL without strict mode'
  },
  {
    when: ['adds-primary-key', 'partitioned-by-primary-key'],
    does: 'copy',
    source: manual.partitions,
    because: 'rows move to the partitions of the new key'
  },
  {when: ['adds-primary-key'], does: 'rebuild', source: manual.primaryKeys, because: 'the rows are ordered by it'},
  {when: ['adds-functional'], does: 'copy', because: 'unique index on an expression'},
  becomesClustered,
  {does: 'in-place', work: ['index-added', 'unique-added'], because: 'unique index'}
])

const constraintDrop = facts('constraint.drop', manual.indexes, [
  {when: ['drops-check'], does: 'instant', source: manual.checks, because: 'only the definition changes'},
  {...otherEngine, when: ['drops-foreign-key', 'other-engine']},
  {
    when: ['drops-foreign-key'],
    does: 'in-place-definition',
    work: 'foreign-key',
    source: manual.foreignKeys,
    because: 'only the definition changes'
  },
  ...droppedIndex.slice(0, -2),
  {does: 'in-place-definition', work: 'index-dropped', because: 'only the index goes'}
])

export const keys = [
  ...facts('index.create', manual.indexes, addedIndex),
  ...facts('index.drop', manual.indexes, droppedIndex),
  ...facts('index.rename', manual.indexes, changedIndex),
  ...facts('index.set-visibility', manual.indexes, changedIndex),
  ...constraintAdd,
  ...constraintDrop,
  ...facts('constraint.alter', manual.checks, [
    {when: ['enforces-check'], does: 'copy', because: 'check of every row'},
    {does: 'instant', because: 'only the definition changes'}
  ]),
  ...facts('constraint.add', manual.metadataLocks, [
    {
      on: 'referenced',
      does: 'free',
      because: 'its definition is locked for a moment',
      proof: 'documented'
    }
  ])
]
