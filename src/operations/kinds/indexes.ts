/** What is done to indexes. */
import type {IndexDefinition, Name} from '../definitions.js'
import type {Existing, On} from './subject.js'

export interface IndexOperations {
  'index.create': On & {
    index: IndexDefinition
    concurrently?: boolean
    ifNotExists?: boolean
    /** MariaDB: one of its name is dropped first. */
    orReplace?: boolean
    only?: boolean
  }
  /** `table` is written on MySQL only; PostgreSQL's index has a schema. */
  'index.drop': Existing & {index: Name; table: Name | undefined; concurrently?: boolean}
  'index.rename': Existing & {index: Name; table: Name | undefined; to: string}
  'index.reindex': {
    target: 'index' | 'table' | 'schema' | 'database' | 'system'
    name: Name | undefined
    concurrently: boolean
    tablespace?: string
  }
  'index.set-visibility': On & Existing & {index: string; invisible: boolean}
  'index.attach-partition': {index: Name; partition: Name}
  'index.set-tablespace': {index: Name; tablespace: string}
  'index.set-parameters': {index: Name; parameters: Record<string, string>; reset?: boolean}
  'index.set-statistics': {index: Name}
  'index.depends-on-extension': {index: Name; extension: string}
}
