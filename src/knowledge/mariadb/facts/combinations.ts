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
    and: [...instant.filter((work) => work !== 'table-name'), 'index-added', 'index-dropped', 'rebuild'],
    does: 'copy',
    source,
    proof,
    because: 'ENABLE KEYS or DISABLE KEYS beside other changes'
  },
  {
    versions: '*',
    any: virtual,
    only: [...virtual, 'column-dropped'],
    does: 'instant',
    source,
    proof,
    because: 'columns only'
  },
  {
    versions: '*',
    any: ['index-of-new-virtual'],
    only: ['virtual-added', 'index-added', 'index-dropped', 'index-of-new-virtual'],
    does: 'blocking-nocopy',
    source,
    proof,
    because: 'index on a new virtual column'
  },
  {
    versions: '*',
    any: ['virtual-dropped'],
    and: ['column-dropped'],
    when: ['drops-indexed-virtual'],
    does: 'copy',
    source,
    proof,
    because: 'an indexed virtual column and a stored one go'
  },
  {
    versions: '*',
    any: virtual,
    only: [...virtual, 'column-dropped', 'index-dropped'],
    does: 'nocopy-definition',
    source,
    proof,
    because: 'virtual columns and indexes that go'
  },
  {
    versions: '*',
    any: virtual,
    only: [...virtual, 'index-added', 'index-dropped'],
    does: 'nocopy',
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
    versions: '*',
    any: ['column-dropped'],
    and: [...instant.filter((work) => work !== 'column-dropped'), 'index-added', 'rebuild'],
    when: ['drops-before-virtual'],
    does: 'copy',
    source,
    proof,
    because: 'a column before a virtual one goes beside other changes'
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
    and: ['index-dropped'],
    when: ['spatial-index'],
    does: 'blocking-nocopy-definition',
    source: {url: manual.nocopy},
    proof,
    because: 'columns change where an index goes, beside a SPATIAL one'
  },
  {
    versions: '*',
    any: ['option'],
    and: ['column-name', 'length', 'collation', 'index-definition', 'foreign-key'],
    only: instant.filter((work) => !stored.includes(work)),
    does: 'nocopy-definition',
    source,
    proof,
    because: 'a table option beside other changes'
  }
]

/** Every change of a definition. */
export const changes: readonly RebuildFact[] = [
  {
    versions: '*',
    when: ['temporary-table', '!leaves-table'],
    does: 'copy',
    source,
    proof,
    because: 'temporary table'
  },
  {
    versions: '*',
    when: ['temporal-key', '!leaves-table'],
    does: 'copy',
    source: {url: manual.alterTable},
    proof,
    because: 'a key WITHOUT OVERLAPS'
  },
  {
    versions: '*',
    when: ['hashed-key', '!leaves-table'],
    does: 'copy',
    source: {url: manual.alterTable},
    proof,
    because: 'a unique key too long for an index, kept by a hidden column'
  }
]

/** Rebuilding in place. */
export const rebuilds: readonly RebuildFact[] = [
  {
    versions: '*',
    when: ['several-fulltext'],
    does: 'copy',
    source,
    proof,
    because: 'more than one FULLTEXT index'
  },
  {versions: '*', when: ['fulltext-index'], does: 'blocking-rebuild', source, proof, because: 'FULLTEXT index'},
  {versions: '*', when: ['spatial-index'], does: 'blocking-rebuild', source, proof, because: 'SPATIAL index'},
  {
    versions: '*',
    when: ['indexed-virtual-column'],
    does: 'blocking-rebuild',
    source,
    proof,
    because: 'index on a virtual column'
  },
  {
    versions: '*',
    when: ['indexes-virtual-column'],
    does: 'blocking-rebuild',
    source,
    proof,
    because: 'index on a virtual column'
  }
]

/** Copying while others write. */
export const copies: readonly RebuildFact[] = [
  {
    versions: '*',
    when: ['other-engine'],
    does: 'heedless-copy',
    source: {url: manual.overview},
    proof,
    because: 'not InnoDB, which blocks writes whatever clause is accepted'
  },
  {
    versions: '>=11.2',
    when: ['references-itself-anywhere'],
    does: 'heedless-copy',
    source: {url: manual.inplace},
    proof,
    because: 'a foreign key to itself blocks writes whatever clause is accepted'
  },
  {
    versions: '>=11.2',
    when: ['changed-by-foreign-key'],
    does: 'blocking-copy',
    source: {url: manual.overview},
    proof,
    because: 'a foreign key of the table cascades or sets values'
  },
  {
    versions: '>=11.2',
    when: ['drops-system-versioning'],
    does: 'blocking-copy',
    source: {url: manual.versioning},
    proof,
    because: 'history is removed'
  },
  {
    versions: '>=11.2',
    when: ['adds-auto-increment-anywhere'],
    does: 'blocking-copy',
    source: {url: manual.overview},
    proof,
    because: 'AUTO_INCREMENT column'
  },
  {
    versions: '>=11.2',
    when: ['ignores-errors'],
    does: 'blocking-copy',
    source: {url: manual.alterTable},
    proof,
    because: 'ALTER IGNORE'
  }
]
