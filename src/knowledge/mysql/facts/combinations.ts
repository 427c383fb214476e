/** What MySQL makes of several clauses in one statement, where that is not the worst of them. */
import type {CombinationFact, RebuildFact} from '../fact.js'
import {manual} from './manual.js'

const source = {url: manual.limitations}
const proof = 'observed'
const virtual = ['virtual-added', 'virtual-dropped'] as const
const stored = ['column', 'column-dropped'] as const
const free = ['definition', 'table-name'] as const

export const combinations: readonly CombinationFact[] = [
  {
    versions: '*',
    any: ['keys-switch'],
    and: [
      ...stored,
      'definition',
      'column-name',
      'column-order',
      'length',
      'collation',
      'index-added',
      'index-dropped',
      'index-definition',
      'foreign-key',
      'option',
      'rebuild'
    ],
    does: 'copy',
    source,
    proof,
    because: 'ENABLE KEYS or DISABLE KEYS beside other changes'
  },
  {
    versions: '*',
    any: ['virtual-dropped'],
    and: ['column'],
    does: 'copy',
    source,
    proof,
    because: 'a virtual column goes where a stored one comes'
  },
  {
    versions: '*',
    any: virtual,
    and: ['index-added', 'index-dropped'],
    when: ['partitioned'],
    does: 'copy',
    source,
    proof,
    because: 'virtual columns and indexes of a partitioned table'
  },
  {
    versions: '*',
    any: ['virtual-order'],
    only: [...virtual, 'virtual-order'],
    does: 'in-place-definition',
    source,
    proof,
    because: 'virtual columns that stand behind move up'
  },
  {
    versions: '*',
    any: ['virtual-order'],
    only: [...virtual, 'virtual-order', 'column-dropped'],
    does: 'instant',
    source,
    proof,
    because: 'columns only'
  },
  {
    versions: '*',
    any: ['virtual-order'],
    only: [...virtual, 'virtual-order', 'index-added', 'index-dropped'],
    does: 'in-place',
    source,
    proof,
    because: 'virtual columns and indexes'
  },
  {
    versions: '*',
    any: virtual,
    only: [...virtual, ...stored, ...free],
    does: 'instant',
    source,
    proof,
    because: 'columns only'
  },
  {
    versions: '*',
    any: ['index-of-new-virtual'],
    only: ['virtual-added', 'index-added', 'index-dropped', 'index-of-new-virtual'],
    does: 'blocking-in-place',
    source,
    proof,
    because: 'index on a new virtual column'
  },
  {
    versions: '*',
    any: virtual,
    only: [...virtual, 'index-dropped'],
    does: 'in-place-definition',
    source,
    proof,
    because: 'virtual columns and indexes that go'
  },
  {
    versions: '*',
    any: virtual,
    only: [...virtual, 'index-added', 'index-dropped'],
    does: 'in-place',
    source,
    proof,
    because: 'virtual columns and indexes'
  },
  {
    versions: '*',
    any: virtual,
    does: 'copy',
    source,
    proof,
    because: 'a virtual column beside other changes'
  },
  {
    versions: '>=8.0.29',
    any: stored,
    only: [...stored, 'column-name', 'column-order', ...free],
    does: 'instant',
    source,
    proof,
    because: 'columns only'
  },
  {
    versions: '<8.0.29',
    any: stored,
    only: [...stored, 'column-name', ...free],
    does: 'instant',
    source,
    proof: 'documented',
    because: 'columns only'
  },
  {
    versions: '*',
    any: stored,
    does: 'rebuild',
    source,
    proof,
    because: 'INSTANT only without other changes'
  }
]

/** Every change of a definition. */
export const changes: readonly RebuildFact[] = [
  {versions: '*', when: ['temporary-table'], does: 'copy', source, proof, because: 'temporary table'},
  {
    versions: '*',
    when: ['lengthens-clustered-beside'],
    does: 'rebuild',
    source,
    proof,
    because: 'the rows are ordered by a column that becomes longer beside other changes'
  },
  {
    versions: '*',
    when: ['lengthens-fulltext-beside'],
    does: 'blocking-in-place',
    source,
    proof,
    because: 'FULLTEXT index on a column that becomes longer beside other changes'
  },
  {
    versions: '*',
    when: ['lengthens-indexed-beside'],
    does: 'in-place',
    source,
    proof,
    because: 'index on a column that becomes longer beside other changes'
  }
]

/** Rebuilding in place. */
export const rebuilds: readonly RebuildFact[] = [
  {
    versions: '*',
    when: ['fulltext-index', '!adds-auto-increment-anywhere'],
    does: 'copy',
    source,
    proof,
    because: 'FULLTEXT index'
  },
  {
    versions: '*',
    when: ['adds-fulltext-anywhere', 'hidden-document-id'],
    does: 'copy',
    source,
    proof,
    because: 'a FULLTEXT index is added where there was one before'
  },
  {
    versions: '*',
    when: ['recharsets-char-or-text'],
    does: 'blocking-rebuild',
    source,
    proof,
    because: 'another collation of a CHAR or TEXT column'
  },
  {versions: '*', when: ['spatial-index'], does: 'blocking-rebuild', source, proof, because: 'SPATIAL index'}
]
