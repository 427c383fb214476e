/** The names under which effects and locks speak of relations, and the tables that they mean. */
import type {Name} from '../../operations/definitions.js'
import type {Operation} from '../../operations/operation.js'
import type {Catalog} from '../../schema/catalog.js'
import {keyOf} from '../../schema/objects.js'
import type {ObjectName, Table} from '../../schema/objects.js'
import {readingsOf} from '../../schema/relation-name.js'
import type {Session} from '../../schema/session.js'

/** The schema that effects leave out. */
function defaultSchema(session: Session): string {
  return session.server.dialect === 'postgres' ? 'public' : (session.get('database') ?? '')
}

/** An object as effects name it. */
export function relationName({name, schema}: ObjectName, session: Session): string {
  return schema === defaultSchema(session) ? name : `${schema}.${name}`
}

/** A table that the catalog does not know, as effects name it. */
export function unknownRelationName({name, schema}: Name, session: Session): string {
  return relationName({name, schema: schema ?? defaultSchema(session)}, session)
}

/** The table that an effect speaks of; `undefined` where the catalog does not know it. */
export function findRelation(relation: string, catalog: Catalog, session: Session): Table | undefined {
  const readings = [...readingsOf(relation, defaultSchema(session)), {schema: 'pg_temp', name: relation}]
  return readings.map((name) => catalog.tables.get(keyOf(name))).find((table) => table !== undefined)
}

/** The table that an operation is on, where it names one. */
export function tableOf(operation: Operation): Name | undefined {
  return 'table' in operation ? operation.table : undefined
}
