/** What MariaDB makes of several clauses in one statement, where that is not the worst of them. */
import type {CombinationFact, RebuildFact, Work} from '../../mysql/fact.js'
import {manual} from './manual.js'

const source = {url: manual.instant}
const proof = 'observed'
const virtual: readonly Work[] = ['virtual-added', 'virtual-dropped']
const stored: readonly Work[] = ['column', 'column-dropped', 'column-order']
const instant: readonly Work[] = [
  ...stored,
  'column-name',
  'definition',
  'table-name',
  'length',
  'collation',
  'index-definition',
  'foreign-key',
  'option'
]

export const combinations: readonly CombinationFact[] = [
  {
    versions: '*',
    any: ['keys-switch'],
    and: [...instant, ...virtual, 'index-added', 'index-dropped', 'rebuild', 'virtual-column-name'],
    does: 'copy',
    source,
    proof,
    because: 'ENABLE KEYS or DISABLE KEYS beside other changes'
  },
  {
    versions: '*',
    any: virtual,
    only: [...virtual, 'column-dropped', 'table-name'],
    does: 'instant',
    source,
    proof,
    because: 'columns only'
  },
  {
    versions: '*',
    any: ['index-of-new-virtual'],
    only: [...virtual, 'index-added', 'index-dropped', 'index-of-new-virtual', 'table-name'],
    does: 'blocking-nocopy',
    source,
    proof,
    because: 'index on a new virtual column'
  },
  {
    versions: '*',
    any: virtual,
    only: [...virtual, 'index-added', 'index-dropped', 'table-name'],
    does: 'nocopy',
    source,
    proof,
    because: 'virtual columns and indexes'
  },
  {
    versions: '*',
    any: [...virtual],
    does: 'copy',
    source,
    proof,
    because: 'a virtual column beside other changes'
  },
  {
    versions: '*',
    any: ['virtual-column-name'],
    and: stored,
    does: 'copy',
    source,
    proof,
    because: 'a virtual column beside other changes'
  },
  {
    versions: '*',
    any: stored,
    and: ['index-added'],
    does: 'rebuild',
    source,
    proof,
    because: 'columns change where an index is built'
  },
  {
    versions: '*',
    any: stored,
    only: instant,
    does: 'instant',
    source,
    proof,
    because: 'columns and definitions only'
  },
  {
    versions: '*',
    any: ['option'],
    and: ['column-name', 'virtual-column-name', 'length', 'collation', 'index-definition'],
    only: instant,
    does: 'nocopy-definition',
    source,
    proof,
    because: 'a table option beside other changes'
  }
]

/** Rebuilding in place. */
export const rebuilds: readonly RebuildFact[] = [
  {versions: '*', when: ['fulltext-index'], does: 'blocking-rebuild', source, proof, because: 'FULLTEXT index'},
  {versions: '*', when: ['spatial-index'], does: 'blocking-rebuild', source, proof, because: 'SPATIAL index'},
  {
    versions: '*',
    when: ['indexed-virtual-column'],
    does: 'blocking-rebuild',
    source,
    proof,
    because: 'index on a virtual column'
  }
]
