/** What is done to partitions. */
import type {Name, PartitionBound} from '../definitions.js'
import type {On} from './subject.js'

export interface PartitionOperations {
  'partition.attach': On & {partition: Name; bound: PartitionBound}
  'partition.detach': On & {partition: Name; concurrently: boolean; finalize: boolean}
  /** MySQL */
  'partition.add': On & {partitions: string[]; count?: number}
  'partition.drop': On & {partitions: string[]; ifExists?: boolean}
  'partition.reorganize': On & {partitions: string[]; into: string[]}
  'partition.coalesce': On & {count: number}
  'partition.exchange': On & {partition: string; with: Name; validation: boolean}
  /** MariaDB `CONVERT PARTITION … TO TABLE` / `CONVERT TABLE … TO PARTITION`. */
  'partition.convert': On & {partition: string; with: Name; direction: 'to-table' | 'to-partition'}
  /** `partitions` empty: `ALL`. */
  'partition.maintain': On & {
    action: 'truncate' | 'rebuild' | 'optimize' | 'analyze' | 'check' | 'repair' | 'discard' | 'import'
    partitions: string[]
  }
}
