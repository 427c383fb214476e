import type {Node, RangeVar, RoleSpec} from 'libpg-query'
import type {Name} from '../definitions.js'
import {as, itemsOf, strings} from './node.js'

/** The name of a relation. The name of another database is not kept: the server refuses it. */
export function toName(relation: RangeVar | undefined): Name {
  const {relname = '', schemaname} = relation ?? {}
  return schemaname === undefined ? {name: relname} : {schema: schemaname, name: relname}
}

/** A name from its parts, last the name itself. */
export function nameOf(parts: readonly string[]): Name {
  const name = parts.at(-1) ?? ''
  const schema = parts.at(-2)
  return schema === undefined ? {name} : {schema, name}
}

/** A name from a list of strings, as most objects have it. */
export function nameOfList(nodes: readonly Node[] | undefined): Name {
  return nameOf(strings(nodes))
}

/** The parts of the name of an object: strings, a type, or a routine with its arguments. */
export function partsOfObject(node: Node | undefined): string[] {
  const type = as(node, 'TypeName')
  if (type) return strings(type.names)
  const routine = as(node, 'ObjectWithArgs')
  if (routine) return strings(routine.objname)
  const relation = as(node, 'RangeVar')
  if (relation) return [relation.schemaname, relation.relname].filter((part) => part !== undefined)
  return itemsOf(node).flatMap((item) => {
    const text = as(item, 'String')?.sval
    return text === undefined ? partsOfNested(item) : [text]
  })
}

function partsOfNested(node: Node): string[] {
  return as(node, 'TypeName') || as(node, 'ObjectWithArgs') ? [partsOfObject(node).join('.')] : []
}

/** A role as written: a name, `CURRENT_USER`, `PUBLIC`. */
export function toRole(role: RoleSpec | undefined): string {
  return role?.rolename ?? (role?.roletype ?? '').replace('ROLESPEC_', '')
}
