/** Tables as wholes and their options on MariaDB. */
import {facts} from '../../mysql/fact.js'
import type {FactRow} from '../../mysql/fact.js'
import {manual, vectorSince} from './manual.js'

const otherEngine: FactRow = {
  when: ['other-engine'],
  does: 'heedless-copy',
  because: 'not InnoDB, which blocks writes whatever clause is accepted'
}

const setOption = facts('table.set-option', manual.instant, [
  {...otherEngine, when: ['other-engine', 'option-of-rows']},
  {when: ['other-engine'], does: 'instant', because: 'only the definition changes'},
  {when: ['option-encrypted'], does: 'rebuild', source: manual.inplace, because: 'the data is written anew'},
  // Seen on an 11.8 before 11.8.9, which rebuilds again, as 10.11 does.
  {
    versions: '>=11 <11.8.9',
    when: ['option-page-compressed-on', '!page-compressed'],
    does: 'instant',
    work: 'option',
    source: manual.pageCompression,
    proof: 'documented',
    because: 'only the definition changes'
  },
  {
    when: ['option-page-compressed-on', '!page-compressed'],
    does: 'rebuild',
    source: manual.pageCompression,
    because: 'the data is written compressed'
  },
  {
    when: ['option-page-compressed-off', 'page-compressed'],
    does: 'rebuild',
    source: manual.pageCompression,
    because: 'the data is written uncompressed'
  },
  {does: 'instant', work: 'option', because: 'only the definition changes'}
])

const convert = facts('table.convert-charset', manual.instant, [
  otherEngine,
  {when: ['converts-incompatibly'], does: 'copy', because: 'stored text changes'},
  {when: ['converts-members'], does: 'copy', because: 'another character set or collation of members'},
  {when: ['converts-fulltext'], does: 'copy', because: 'FULLTEXT index on a column'},
  {
    versions: vectorSince,
    when: ['converts-indexed-order', 'vector-index'],
    does: 'copy',
    because: 'the table has a VECTOR index'
  },
  {when: ['converts-primary-order'], does: 'copy', because: 'the rows are ordered by the column'},
  {when: ['converts-indexed-prefix'], does: 'copy', because: 'index on a prefix of a column'},
  {when: ['converts-indexed-text-order'], does: 'copy', because: 'index on a TEXT column'},
  {
    when: ['converts-indexed-order'],
    does: 'nocopy',
    work: 'index-added',
    source: manual.nocopy,
    because: 'indexes are built anew'
  },
  {does: 'instant', work: 'collation', because: 'stored text stays as it is'}
])

export const tables = [
  ...setOption,
  ...facts('table.set-tablespace', manual.instant, [
    {does: 'instant', work: 'option', because: 'InnoDB has no such option'}
  ]),
  ...convert,
  ...facts('table.set-engine', manual.inplace, [
    {when: ['other-engine'], does: 'heedless-copy', because: 'from another engine, which blocks writes'},
    {when: ['!engine-innodb'], does: 'copy', because: 'another storage engine'},
    {does: 'rebuild', because: 'ENGINE= rebuilds, even to the same one'}
  ]),
  ...facts('table.set-row-format', manual.inplace, [
    {when: ['other-engine', 'key-block-size'], does: 'instant', because: 'only the definition changes'},
    otherEngine,
    {does: 'rebuild', because: 'ROW_FORMAT and KEY_BLOCK_SIZE rebuild, even to the same one'}
  ]),
  ...facts('table.set-default-charset', manual.instant, [
    otherEngine,
    {does: 'instant', work: 'option', because: 'only new columns get it'}
  ]),
  ...facts('table.force', manual.inplace, [otherEngine, {does: 'rebuild', because: 'FORCE'}]),
  ...facts('table.order-by', manual.alterTable, [
    {does: 'heedless-copy', because: 'rows are sorted, which blocks writes whatever clause is accepted'}
  ]),
  ...facts('table.enable-keys', manual.alterTable, [
    {does: 'instant', work: 'keys-switch', because: 'InnoDB has no such switch'}
  ]),
  ...facts('table.alter-nothing', manual.alterTable, [{does: 'instant', because: 'nothing to do'}]),
  ...facts('table.rename', manual.instant, [{does: 'instant', work: 'table-name', because: 'only its name changes'}]),
  ...facts('table.add-system-versioning', manual.versioning, [
    {does: 'copy', because: 'two columns are added to every row'}
  ]),
  ...facts('table.drop-system-versioning', manual.versioning, [
    otherEngine,
    {does: 'blocking-rebuild', because: 'history is removed'}
  ]),
  ...facts('table.add-period', manual.versioning, [{does: 'copy', because: 'the period is checked'}]),
  ...facts('table.drop-period', manual.versioning, [{does: 'instant', because: 'only the definition changes'}]),
  ...facts('table.discard-tablespace', manual.alterTable, [
    {does: 'exclusive', work: 'statement', because: 'the data file goes'}
  ]),
  ...facts('table.import-tablespace', manual.alterTable, [
    {does: 'exclusive', work: 'statement', because: 'the data file is read in', proof: 'documented'}
  ]),
  ...facts('table.optimize', manual.optimize, [
    {when: ['other-engine'], does: 'exclusive', work: 'statement', because: 'not InnoDB'},
    {
      when: ['system-versioned', '!keeps-history'],
      does: 'blocks-writes',
      work: 'statement',
      source: manual.alterHistory,
      because: 'refused with a row that says so: system_versioning_alter_history is not KEEP'
    },
    {does: 'rebuild', because: 'InnoDB rebuilds the table'}
  ]),
  ...facts('table.truncate', manual.truncate, [
    {does: 'exclusive', work: 'statement', because: 'the table is dropped and made anew'}
  ]),
  ...facts('table.create', manual.metadataLocks, [
    {does: 'exclusive', work: 'statement', because: 'the table of this name is dropped'}
  ]),
  ...facts('table.drop', manual.metadataLocks, [{does: 'exclusive', work: 'statement', because: 'the table goes'}]),
  ...facts('table.analyze', manual.maintenance, [{does: 'free', work: 'statement', because: 'samples pages'}]),
  ...facts('table.check', manual.maintenance, [
    {
      when: ['other-engine'],
      does: 'reads-and-blocks-writes',
      work: 'statement',
      because: 'not InnoDB',
      proof: 'documented'
    },
    {does: 'reads', work: 'statement', because: 'reads every row'}
  ]),
  ...facts('table.repair', manual.maintenance, [
    {
      versions: '<11.5',
      when: ['!other-engine'],
      does: 'exclusive',
      work: 'statement',
      because: 'waits to be alone, though InnoDB does not repair'
    },
    {does: 'exclusive-rebuild', work: 'statement', because: 'the data is written anew'}
  ]),
  ...facts('table.lock', manual.lockTables, [
    {
      when: ['lock-for-writing'],
      does: 'exclusive',
      work: 'statement',
      because: 'LOCK TABLES … WRITE'
    },
    {does: 'blocks-writes', work: 'statement', because: 'LOCK TABLES … READ'}
  ])
]
