import type {CreateTableAsStmt, ViewStmt} from 'libpg-query'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {toName} from '../name.js'
import {as, strings} from '../node.js'
import {toParameters} from '../option.js'
import {wholeOf} from '../source.js'
import {callsIn, readsOf, relationsIn} from '../rows/reads.js'
import {columnsOfQuery, columnsOfView} from '../rows/select.js'
import {usesOf} from '../rows/uses.js'
import {lowerQuery} from '../rows/statement.js'
import {toTemporary} from '../table/temporary.js'

/** `CREATE VIEW`. */
export const createView: Lowering<ViewStmt> = ({aliases, options, query, replace, view}, {range}) => {
  const written = strings(aliases)
  return [
    operation('view.create', range, {
      view: toName(view),
      materialized: false,
      reads: relationsIn(query),
      columns: written.length > 0 ? written : columnsOfView(as(query, 'SelectStmt')),
      uses: usesOf(query),
      ...(options ? {options: toParameters(options)} : {}),
      ...(replace ? {orReplace: true} : {}),
      ...(view?.relpersistence === 't' ? {temporary: true} : {})
    })
  ]
}

/** `CREATE TABLE … AS` and `CREATE MATERIALIZED VIEW`. */
export const createFromQuery: Lowering<CreateTableAsStmt> = (node, source) => {
  const {if_not_exists, into, objtype, query} = node
  const name = toName(into?.rel)
  const withData = !(into?.skipData ?? false)
  const written = strings(into?.colNames)
  const isView = objtype === 'OBJECT_MATVIEW'
  const select = as(query, 'SelectStmt')
  const columns = written.length > 0 ? written : isView ? columnsOfView(select) : columnsOfQuery(select)
  const found = readsOf(query)
  const ifNotExists = if_not_exists ? {ifNotExists: true} : {}
  if (isView) {
    return [
      operation('view.create', source.range, {
        view: name,
        materialized: true,
        withData,
        reads: found.relations,
        ...callsIn(found),
        columns,
        uses: usesOf(query),
        ...ifNotExists
      })
    ]
  }
  // `WITH x AS (DELETE … RETURNING …) SELECT` makes a table and changes another.
  const changes = query ? (lowerQuery(query, wholeOf(source)) ?? []) : []
  return [
    ...changes.filter(({kind}) => kind !== 'rows.select' && kind !== 'session.set'),
    operation('table.create', source.range, {
      table: name,
      columns: [],
      constraints: [],
      indexes: [],
      ...toTemporary(into?.rel, into?.onCommit),
      like: [],
      asQuery: {reads: found.relations, columns, withData, ...callsIn(found)},
      inherits: [],
      options: toParameters(into?.options),
      ...(into?.rel?.relpersistence === 'u' ? {unlogged: true} : {}),
      ...ifNotExists
    })
  ]
}
