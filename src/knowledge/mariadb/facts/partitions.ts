/** Partitions on MariaDB. Its maintenance statements take no `ALGORITHM` clause, and copy with writes blocked. */
import {facts} from '../../mysql/fact.js'
import {manual} from './manual.js'

export const partitions = [
  ...facts('table.partition-by', manual.partitions, [{does: 'copy', because: 'rows move to their partitions'}]),
  ...facts('table.remove-partitioning', manual.partitions, [
    {does: 'copy', because: 'rows move out of their partitions'}
  ]),
  ...facts('partition.add', manual.exchange, [
    {when: ['partitions-by-count'], does: 'blocking-copy', because: 'rows move to the new partitions'},
    {does: 'exclusive', work: 'statement', because: 'an empty partition'}
  ]),
  ...facts('partition.drop', manual.exchange, [{does: 'exclusive', work: 'statement', because: 'the partition goes'}]),
  ...facts('partition.reorganize', manual.exchange, [
    {
      when: ['partitions-empty'],
      does: 'exclusive',
      work: 'statement',
      because: 'the partitions that it names are empty: nothing to copy'
    },
    {does: 'blocking-copy', because: 'the rows of the partitions that it names are copied'}
  ]),
  ...facts('partition.coalesce', manual.exchange, [
    {does: 'blocking-copy', because: 'rows move to the partitions that stay'}
  ]),
  ...facts('partition.exchange', manual.exchange, [
    {does: 'exclusive', work: 'statement', because: 'names are exchanged'},
    {on: 'exchanged', does: 'exclusive', because: 'names are exchanged'}
  ]),
  ...facts('partition.convert', manual.exchange, [
    {does: 'exclusive', work: 'statement', because: 'names are exchanged'},
    {on: 'exchanged', does: 'exclusive', because: 'names are exchanged'}
  ]),
  ...facts('partition.maintain', manual.exchange, [
    {
      when: ['maintains-by-rebuild', 'partitions-empty'],
      does: 'exclusive',
      work: 'statement',
      because: 'the partitions that it names are empty: nothing to copy'
    },
    {when: ['maintains-by-rebuild'], does: 'blocking-copy', because: 'the partition is written anew'},
    {
      when: ['maintains-by-optimize'],
      does: 'online-rebuild',
      work: 'statement',
      because: 'InnoDB rebuilds the whole table'
    },
    {when: ['maintains-by-sampling'], does: 'free', work: 'statement', because: 'samples pages'},
    {when: ['maintains-by-repair'], does: 'reads', work: 'statement', because: 'reads the partition'},
    {when: ['maintains-by-check'], does: 'reads', work: 'statement', because: 'reads the partition'},
    {does: 'exclusive', work: 'statement', because: 'the partition is emptied or its file exchanged'}
  ])
]
