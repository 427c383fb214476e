/** Objects of which nothing but the kind and the name matters, and the relations that they touch. */
import type {
  AlterPublicationStmt,
  CreateCastStmt,
  CreateOpClassStmt,
  CreateOpFamilyStmt,
  DefineStmt,
  Node,
  PublicationObjSpec
} from 'libpg-query'
import type {Name, Read} from '../../definitions.js'
import type {Operation} from '../../operation.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {nameOfList, toName} from '../name.js'
import {allOf, as, strings} from '../node.js'
import {objectTypeOf} from './object-type.js'

/** How to find the name in a node, and the relations. */
interface Shape<Fields> {
  name: (node: Fields) => string | undefined
  tables?: (node: Fields) => Name[]
  replaces?: (node: Fields) => boolean | undefined
  ofSchemas?: (node: Fields) => boolean
  attributes?: (node: Fields) => string[]
}

/** `CREATE` of a kind of object. */
export function create<Fields>(
  objectType: string,
  {attributes, name, ofSchemas, replaces, tables}: Shape<Fields>
): Lowering<Fields> {
  return (node, {range}) => [
    operation('object.create', range, {
      objectType,
      name: name(node) ?? '',
      tables: tables?.(node) ?? [],
      ...(replaces?.(node) ? {replaces: true} : {}),
      ...(ofSchemas?.(node) === true ? {ofSchemas: true} : {}),
      ...(attributes ? {attributes: attributes(node)} : {})
    })
  ]
}

/** `ALTER` of a kind of object. */
export function alter<Fields>(
  objectType: string,
  action: string,
  {attributes, name, tables}: Shape<Fields>
): Lowering<Fields> {
  return (node, {range}) => [
    operation('object.alter', range, {
      objectType,
      name: name(node) ?? '',
      tables: tables?.(node) ?? [],
      action,
      ...(attributes ? {attributes: attributes(node)} : {})
    })
  ]
}

/** What a role may by its options; those that are taken from it are left out. */
export function roleAttributes(options: readonly Node[] | undefined): string[] {
  return allOf(options, 'DefElem').flatMap(({arg, defname}) =>
    defname !== undefined && as(arg, 'Boolean')?.boolval === true ? [defname] : []
  )
}

/** A name of several parts as text. */
export function joined(nodes: readonly Node[] | undefined): string {
  return strings(nodes).join('.')
}

/** Whether a publication names schemas, or columns or rows of a table, and not only tables. */
export function publishesSchemas(objects: readonly Node[] | undefined): boolean {
  return allOf(objects, 'PublicationObjSpec').some(
    ({pubobjtype, pubtable}) =>
      pubobjtype !== 'PUBLICATIONOBJ_TABLE' || pubtable?.columns !== undefined || pubtable?.whereClause !== undefined
  )
}

/** Tables of a publication. */
export function publishedTables(objects: readonly Node[] | undefined): Array<Name & Pick<Read, 'only'>> {
  return allOf(objects, 'PublicationObjSpec').flatMap(({pubtable}: PublicationObjSpec) =>
    pubtable?.relation ? [{...toName(pubtable.relation), ...(pubtable.relation.inh ? {} : {only: true as const})}] : []
  )
}

const publicationActions: Partial<Record<string, string>> = {
  AP_AddObjects: 'add',
  AP_DropObjects: 'drop',
  AP_SetObjects: 'set'
}

/** `ALTER PUBLICATION`, with tables or with options. */
export const alterPublication: Lowering<AlterPublicationStmt> = ({action, options, pubname, pubobjects}, {range}) => [
  operation('object.alter', range, {
    objectType: 'publication',
    name: pubname ?? '',
    tables: publishedTables(pubobjects),
    action: options ? 'options' : (publicationActions[action ?? ''] ?? 'set'),
    ...(publishesSchemas(pubobjects) ? {ofSchemas: true} : {})
  })
]

/** `CREATE AGGREGATE`, `COLLATION`, `OPERATOR`, `TEXT SEARCH …`, and types written by hand. */
export const define: Lowering<DefineStmt> = (node, {range}): Operation[] => {
  const {definition, defnames, kind, replace} = node
  if (kind === 'OBJECT_TYPE') {
    // Without a definition it is a shell, to be filled in later.
    const variant = definition ? 'base' : 'shell'
    return [operation('type.create', range, {type: nameOfList(defnames), variant, uses: usedIn(definition)})]
  }
  return [
    operation('object.create', range, {
      objectType: objectTypeOf(kind),
      name: joined(defnames),
      tables: [],
      uses: usedIn(definition),
      ...(replace ? {replaces: true} : {})
    })
  ]
}

/** Functions and types after the `=` of a definition. */
export const usedIn = (definition: readonly Node[] | undefined): string[] =>
  allOf(definition, 'DefElem').flatMap(({arg}) => strings(as(arg, 'TypeName')?.names).slice(-1))

/** `CREATE OPERATOR CLASS` */
export const createOperatorClass: Lowering<CreateOpClassStmt> = ({items, opclassname, opfamilyname}, {range}) => [
  operation('object.create', range, {
    objectType: 'operator class',
    name: joined(opclassname),
    tables: [],
    uses: allOf(items, 'CreateOpClassItem').flatMap(({name}) => strings(name?.objname).slice(-1)),
    // Without one it gets a family of its own, with its name.
    family: joined(opfamilyname ?? opclassname)
  })
]

/** `CREATE OPERATOR FAMILY` */
export const createOperatorFamily: Lowering<CreateOpFamilyStmt> = ({opfamilyname}, {range}) => [
  operation('object.create', range, {objectType: 'operator family', name: joined(opfamilyname), tables: [], uses: []})
]

/** `CREATE CAST` */
export const createCast: Lowering<CreateCastStmt> = ({func, sourcetype, targettype}, {range}) => [
  operation('object.create', range, {
    objectType: 'cast',
    name: `${joined(sourcetype?.names)} as ${joined(targettype?.names)}`,
    tables: [],
    uses: strings(func?.objname).slice(-1)
  })
]
