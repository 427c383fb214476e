import type {ObjectType} from 'libpg-query'

/** The kind of an object in lower-case words: `OBJECT_FOREIGN_TABLE` is `foreign table`. */
export function objectTypeOf(type: ObjectType | undefined): string {
  const words = (type ?? 'OBJECT_TABLE').replace('OBJECT_', '').replaceAll('_', ' ').toLowerCase()
  return written[words] ?? words
}

/** Where the server's word is not the one in the statement. */
const written: Record<string, string> = {
  matview: 'materialized view',
  tabconstraint: 'constraint',
  domconstraint: 'domain constraint',
  fdw: 'foreign data wrapper',
  'foreign server': 'server',
  'statistic ext': 'statistics',
  opclass: 'operator class',
  opfamily: 'operator family',
  tsconfiguration: 'text search configuration',
  tsdictionary: 'text search dictionary',
  tsparser: 'text search parser',
  tstemplate: 'text search template',
  largeobject: 'large object',
  'parameter acl': 'parameter',
  defacl: 'default privileges'
}

/** Kinds that have the name of their relation before their own. */
export function isPartOfRelation(type: ObjectType | undefined): boolean {
  return (
    type === 'OBJECT_COLUMN' ||
    type === 'OBJECT_TABCONSTRAINT' ||
    type === 'OBJECT_TRIGGER' ||
    type === 'OBJECT_POLICY' ||
    type === 'OBJECT_RULE'
  )
}

/** Kinds that are relations. */
export function isRelation(type: ObjectType | undefined): boolean {
  return (
    type === 'OBJECT_TABLE' ||
    type === 'OBJECT_FOREIGN_TABLE' ||
    type === 'OBJECT_VIEW' ||
    type === 'OBJECT_MATVIEW' ||
    type === 'OBJECT_INDEX' ||
    type === 'OBJECT_SEQUENCE'
  )
}

/** Kinds of routines; aggregates are functions too. */
export function isRoutine(type: ObjectType | undefined): boolean {
  return type === 'OBJECT_FUNCTION' || type === 'OBJECT_PROCEDURE' || type === 'OBJECT_ROUTINE'
}
