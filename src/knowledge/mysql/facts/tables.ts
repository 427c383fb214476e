/** Tables as wholes and their options on MySQL. */
import {facts} from '../fact.js'
import type {FactRow} from '../fact.js'
import {manual} from './manual.js'

const otherEngine: FactRow = {when: ['other-engine'], does: 'copy', because: 'not InnoDB'}

const setOption = facts('table.set-option', manual.tables, [
  {...otherEngine, when: ['other-engine', 'option-of-rows']},
  {when: ['other-engine'], does: 'instant', because: 'only the definition changes'},
  {
    when: ['option-encryption'],
    does: 'copy',
    source: manual.tables,
    because: 'the data is written encrypted',
    proof: 'documented'
  },
  {does: 'in-place-definition', work: 'option', because: 'only the definition changes'}
])

const setTablespace = facts('table.set-tablespace', manual.tablespaces, [
  {when: ['other-engine'], does: 'instant', because: 'only the definition changes'},
  {does: 'rebuild', because: 'moves to another tablespace'}
])

const convert = facts('table.convert-charset', manual.tables, [
  otherEngine,
  {when: ['converts-incompatibly'], does: 'copy', because: 'stored text changes'},
  {when: ['converts-indexed'], does: 'copy', because: 'another collation of an indexed column'},
  {when: ['converts-char-or-text'], does: 'blocking-rebuild', because: 'CHAR or TEXT column'},
  {does: 'in-place-definition', work: 'option', because: 'stored text stays as it is'}
])

export const tables = [
  ...setOption,
  ...setTablespace,
  ...convert,
  ...facts('table.set-engine', manual.tables, [
    {when: ['!engine-innodb'], does: 'copy', because: 'another storage engine'},
    {when: ['other-engine'], does: 'copy', because: 'another storage engine'},
    {does: 'rebuild', because: 'ENGINE= rebuilds, even to the same one'}
  ]),
  ...facts('table.set-row-format', manual.tables, [
    {when: ['other-engine', 'key-block-size'], does: 'instant', because: 'only the definition changes'},
    otherEngine,
    {does: 'rebuild', because: 'ROW_FORMAT and KEY_BLOCK_SIZE rebuild, even to the same one'}
  ]),
  ...facts('table.set-default-charset', manual.tables, [
    otherEngine,
    {does: 'in-place-definition', work: 'option', because: 'only new columns get it'}
  ]),
  ...facts('table.force', manual.tables, [otherEngine, {does: 'rebuild', because: 'FORCE'}]),
  ...facts('table.order-by', manual.alterTable, [{does: 'copy', because: 'rows are sorted'}]),
  ...facts('table.enable-keys', manual.alterTable, [
    {does: 'instant', work: 'keys-switch', because: 'InnoDB has no such switch'}
  ]),
  ...facts('table.alter-nothing', manual.alterTable, [{does: 'instant', because: 'nothing to do'}]),
  ...facts('table.rename', manual.tables, [{does: 'instant', work: 'table-name', because: 'only its name changes'}]),
  ...facts('table.set-validation', manual.alterTable, [{does: 'instant', because: 'says how to check other clauses'}]),
  ...facts('table.set-secondary-engine', manual.alterTable, [
    {does: 'in-place-definition', work: 'option', because: 'only the definition changes'}
  ]),
  ...facts('table.discard-tablespace', manual.alterTable, [
    {does: 'exclusive', work: 'statement', because: 'the data file goes'}
  ]),
  ...facts('table.import-tablespace', manual.alterTable, [
    {does: 'exclusive', work: 'statement', because: 'the data file is read in', proof: 'documented'}
  ]),
  ...facts('table.optimize', manual.optimize, [
    {when: ['other-engine'], does: 'exclusive', work: 'statement', because: 'not InnoDB'},
    {does: 'rebuild', because: 'InnoDB rebuilds the table'}
  ]),
  ...facts('table.truncate', manual.truncate, [
    {does: 'exclusive', work: 'statement', because: 'the table is dropped and made anew'}
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
    {when: ['other-engine'], does: 'exclusive-rebuild', work: 'statement', because: 'the file is written anew'},
    {does: 'exclusive', work: 'statement', because: 'waits to be alone, though InnoDB does not repair'}
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
