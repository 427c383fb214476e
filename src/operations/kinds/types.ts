/** What is done to types, enumerations and domains. */
import type {ColumnDefinition, ConstraintDefinition, DataType, Expression, Name} from '../definitions.js'
import type {Existing} from './subject.js'

export interface TypeOperations {
  'type.create': {
    type: Name
    variant: 'enum' | 'composite' | 'range' | 'base' | 'shell'
    values?: string[]
    attributes?: ColumnDefinition[]
    /** Functions and types that it is made of, by the last part of their names. */
    uses?: string[]
  }
  'type.drop': Existing & {type: Name}
  'type.rename': {type: Name; to: string}
  'type.set-schema': {type: Name; schema: string}
  /** `to`: the new name of an attribute. */
  'type.alter': {
    type: Name
    action: string
    column?: ColumnDefinition
    attribute?: string
    to?: string
    cascade?: boolean
  }
  'enum.add-value': {type: Name; value: string; ifNotExists?: boolean; before?: string; after?: string}
  'enum.rename-value': {type: Name; value: string; to: string}
  'domain.create': {
    domain: Name
    baseType: DataType
    nullable?: boolean
    default?: Expression
    constraints: ConstraintDefinition[]
    collation?: string
  }
  'domain.drop': Existing & {domain: Name}
  'domain.add-constraint': {domain: Name; constraint: ConstraintDefinition}
  'domain.drop-constraint': Existing & {domain: Name; name: string}
  'domain.validate-constraint': {domain: Name; name: string}
  'domain.set-not-null': {domain: Name}
  'domain.drop-not-null': {domain: Name}
  'domain.set-default': {domain: Name; default: Expression | undefined}
}
