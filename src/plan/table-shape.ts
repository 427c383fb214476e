import type {DataType} from '../operations/definitions.js'
import {Catalog} from '../schema/catalog.js'
import type {CatalogState} from '../schema/catalog.js'
import type {Table} from '../schema/objects.js'
import type {TableShape} from './plan.js'

/** The shapes of tables before a plan, by the names under which effects speak of them. */
export function shapesOf(before: CatalogState, relations: readonly string[]): TableShape[] {
  const catalog = new Catalog()
  catalog.load(structuredClone(before))
  const wanted = new Set(relations)
  return [...catalog.tables.values()]
    .filter(({name, schema}) => wanted.has(name) || wanted.has(`${schema}.${name}`))
    .filter(({incomplete, kind}) => incomplete !== true && (kind === 'table' || kind === 'partitioned-table'))
    .map(shapeOf)
}

/** The shape of one table. */
export function shapeOf({columns, constraints, indexes, name, schema}: Table): TableShape {
  return {
    schema,
    name,
    exists: true,
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type === undefined ? '' : typeText(column.type),
      notNull: column.notNull
    })),
    constraints: constraints.map((constraint) => constraint.name).sort(),
    indexes: indexes.map((index) => index.name).sort()
  }
}

/** A type in one word and its modifiers: `varchar(50)`, `int4[]`. */
function typeText({arrayDimensions, modifiers, name}: DataType): string {
  const size = modifiers.length === 0 ? '' : `(${modifiers.join(',')})`
  return name + size + '[]'.repeat(arrayDimensions)
}
