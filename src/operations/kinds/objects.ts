/** Privileges and comments, and objects of which only the name matters: collation, cast, operator, publication, role, event, … */
import type {Name, Read} from '../definitions.js'
import type {Existing, On} from './subject.js'

export interface ObjectOperations {
  'privilege.grant': {objectType: string; objects: Name[]; all?: boolean; privileges: string[]; grantees: string[]}
  'privilege.revoke': {
    objectType: string
    objects: Name[]
    all?: boolean
    privileges: string[]
    grantees: string[]
    cascade?: boolean
  }
  /** `table` where the object is a relation or part of one (column, constraint, trigger, policy, index…). */
  'comment.set': {objectType: string; table: Name | undefined; name: string}
  /** Extended statistics of PostgreSQL. */
  'statistics.create': On & {name: Name | undefined}
  'statistics.alter': {name: Name; action: string}
  'statistics.drop': Existing & {name: Name}
  'object.create': {
    objectType: string
    name: string
    tables: Array<Name & Pick<Read, 'only'>>
    replaces?: boolean
    /** PostgreSQL: a publication `FOR TABLES IN SCHEMA`, or with column lists or conditions. */
    ofSchemas?: boolean
    /** PostgreSQL, of a role: what it may, in lower-case words (`superuser`, `bypassrls`, …). */
    attributes?: string[]
    /** PostgreSQL: functions, operators and types that it is made of, by the last part of their names. */
    uses?: string[]
    /** PostgreSQL: of an operator class. */
    family?: string
  }
  /** `attributes`: as of `object.create`, what a role may from now on. */
  'object.alter': {
    objectType: string
    name: string
    tables: Array<Name & Pick<Read, 'only'>>
    action: string
    attributes?: string[]
    /** PostgreSQL: as of `object.create`. */
    ofSchemas?: boolean
    /** Its new name, where it is renamed. */
    to?: string
  }
  'object.drop': Existing & {objectType: string; name: string; tables: Name[]}
}
