/** Types and domains of a live database. */
import type {Catalog} from '../../catalog.js'
import type {Constraint} from '../../objects.js'
import {keyOf} from '../../objects.js'
import type {Definitions} from './definitions.js'
import {quote, quoteFull} from './definitions.js'
import type {ColumnRow, ConstraintRow, TypeRow} from './queries.js'
import {columnText, groupBy} from './rows.js'
import type {Rows} from './rows.js'

type Finish = () => void

function defineDomain(
  catalog: Catalog,
  definitions: Definitions,
  type: TypeRow,
  constraints: readonly ConstraintRow[]
): Finish {
  const {name, schema} = type
  const fallback = type.default === null ? '' : ` DEFAULT ${type.default}`
  const key = definitions.add(`CREATE DOMAIN ${quoteFull(type)} AS ${type.base ?? 'text'}${fallback}`)
  const keys = constraints.map(({definition, name: constraint}) =>
    definitions.add(`ALTER DOMAIN ${quoteFull(type)} ADD CONSTRAINT ${quote(constraint)} ${definition}`)
  )
  return () => {
    const domain = definitions.get(key, 'domain.create')
    if (!domain) return
    catalog.types.set(keyOf(type), {
      schema,
      name,
      kind: 'domain',
      baseType: domain.baseType,
      notNull: type.notnull,
      ...(domain.default && {default: domain.default}),
      constraints: constraints.map((row, index): Constraint => {
        const read = definitions.get(keys[index], 'domain.add-constraint')?.constraint
        return {
          type: row.contype === 'n' ? 'not-null' : 'check',
          name: row.name,
          columns: [],
          ...(read?.expression && {expression: read.expression}),
          valid: row.validated,
          enforced: true
        }
      })
    })
  }
}

function defineComposite(
  catalog: Catalog,
  definitions: Definitions,
  type: TypeRow,
  columns: readonly ColumnRow[]
): Finish {
  const {name, schema} = type
  const key = definitions.add(`CREATE TABLE ${quoteFull(type)} (${columns.map(columnText).join(', ')})`)
  return () => {
    const attributes = definitions.get(key, 'table.create')?.columns ?? []
    catalog.types.set(keyOf(type), {schema, name, kind: 'composite', attributes})
  }
}

/** Note the definitions of types; the result stores them once these are read. */
export function buildTypes(
  catalog: Catalog,
  definitions: Definitions,
  rows: Rows,
  groups: {columns: Map<number, ColumnRow[]>}
): Finish {
  const byDomain = groupBy(rows.constraints, ({domain}) => domain)
  const finish: Finish[] = []
  for (const type of rows.types) {
    const {labels, name, oid, relation, schema, typtype, uses} = type
    if (typtype === 'd') finish.push(defineDomain(catalog, definitions, type, byDomain.get(oid) ?? []))
    else if (typtype === 'c') {
      finish.push(defineComposite(catalog, definitions, type, groups.columns.get(relation) ?? []))
    } else if (typtype === 'e') catalog.types.set(keyOf(type), {schema, name, kind: 'enum', values: labels ?? []})
    else {
      const kind = typtype === 'r' ? 'range' : 'base'
      catalog.types.set(keyOf(type), {schema, name, kind, ...(uses && {uses})})
    }
  }
  return () => {
    for (const each of finish) each()
  }
}
