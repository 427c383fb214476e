/** Partitions on MySQL. */
import {facts} from '../fact.js'
import {manual} from './manual.js'

export const partitions = [
  ...facts('table.partition-by', manual.partitions, [{does: 'copy', because: 'rows move to their partitions'}]),
  ...facts('table.remove-partitioning', manual.partitions, [
    {does: 'copy', because: 'rows move out of their partitions'}
  ]),
  ...facts('partition.add', manual.partitions, [
    {when: ['partitions-by-count'], does: 'blocking-rebuild', because: 'rows move to the new partitions'},
    {does: 'in-place-definition', because: 'an empty partition'}
  ]),
  ...facts('partition.drop', manual.partitions, [{does: 'in-place-definition', because: 'the partition goes'}]),
  ...facts('partition.reorganize', manual.partitions, [
    {
      when: ['partitions-empty'],
      does: 'blocking-in-place-definition',
      because: 'the partitions that it names are empty: nothing to copy'
    },
    {does: 'blocking-rebuild', because: 'the rows of the partitions that it names are copied'}
  ]),
  ...facts('partition.coalesce', manual.partitions, [
    {does: 'blocking-rebuild', because: 'rows move to the partitions that stay'}
  ]),
  ...facts('partition.exchange', manual.partitionManagement, [
    {does: 'exclusive', work: 'statement', because: 'names are exchanged'},
    {on: 'exchanged', does: 'exclusive', because: 'names are exchanged'}
  ]),
  ...facts('partition.maintain', manual.partitions, [
    {
      when: ['maintains-by-rebuild', 'partitions-empty'],
      does: 'blocking-in-place-definition',
      because: 'the partitions that it names are empty: nothing to copy'
    },
    {when: ['maintains-by-rebuild'], does: 'blocking-rebuild', because: 'the partition is written anew'},
    {
      when: ['maintains-by-optimize'],
      does: 'online-rebuild',
      work: 'statement',
      source: manual.partitionManagement,
      because: 'InnoDB rebuilds the whole table, whatever clause stands there'
    },
    {when: ['maintains-by-sampling'], does: 'free', work: 'statement', because: 'samples pages'},
    {when: ['maintains-by-repair'], does: 'exclusive-reads', work: 'statement', because: 'reads the partition'},
    {when: ['maintains-by-check'], does: 'reads', work: 'statement', because: 'reads the partition'},
    {does: 'exclusive', work: 'statement', because: 'the partition is emptied or its file exchanged'}
  ])
]
