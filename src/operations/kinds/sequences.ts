/** What is done to sequences and schemas. */
import type {Name} from '../definitions.js'
import type {Existing} from './subject.js'

export interface SequenceOperations {
  'sequence.create': {
    sequence: Name
    ifNotExists?: boolean
    temporary?: boolean
    ownedBy?: {table: Name; column: string}
  }
  'sequence.alter': Existing & {sequence: Name; ownedBy?: {table: Name; column: string} | undefined; action: string}
  'sequence.rename': Existing & {sequence: Name; to: string}
  'sequence.set-schema': Existing & {sequence: Name; schema: string}
  'sequence.drop': Existing & {sequence: Name}
  /** `charset`, `collation`: the default of a MySQL database, where written. */
  'schema.create': {
    schema: string
    ifNotExists?: boolean
    database?: boolean
    charset?: string
    collation?: string
  }
  'schema.drop': Existing & {schema: string; database?: boolean}
  'schema.rename': {schema: string; to: string}
}
