/** The cheapest way in which the server makes a change while others read and write, and the clause that asks for it. */
import {inVersions} from '../../../server/server.js'
import {judge} from '../../../knowledge/judge.js'
import type {Effect} from '../../../knowledge/effect.js'
import type {Name} from '../../../operations/definitions.js'
import type {AlterClauses, Operation} from '../../../operations/operation.js'
import {change} from '../../../schema/change.js'
import {keyOf} from '../../../schema/objects.js'
import type {Table} from '../../../schema/objects.js'
import type {RecipeView} from '../../recipe.js'
import {resolved} from './sql.js'

export interface Way {
  /** `ALGORITHM=INPLACE, LOCK=NONE` */
  clause: string
  /** All rows are written afresh: replicas stand still meanwhile. */
  rewrites: boolean
  effect: Effect
}

/** What a recipe or a tool needs to see for it. */
export type Sight = Pick<RecipeView, 'catalog' | 'session' | 'dialect' | 'version' | 'table' | 'command'>

/** Cheapest first. https://mariadb.com/kb/en/alter-table/#algorithm, https://dev.mysql.com/doc/refman/8.4/en/alter-table.html */
function candidates({dialect, version}: Sight): AlterClauses[] {
  const isMariadb = dialect === 'mariadb'
  return [
    {algorithm: 'INSTANT'},
    ...(isMariadb ? [{algorithm: 'NOCOPY', lock: 'NONE'} as const] : []),
    {algorithm: 'INPLACE', lock: 'NONE'},
    // https://mariadb.com/kb/en/innodb-online-ddl-overview/#lock
    ...(isMariadb && inVersions(version, '>=11.2') ? [{algorithm: 'COPY', lock: 'NONE'} as const] : [])
  ]
}

/** Find it for changes of one table that are made in one statement; `undefined`: others would have to wait. */
export function findWay(table: Name, operations: readonly Operation[], view: Sight): Way | undefined {
  for (const clauses of candidates(view)) {
    const effect = effectOf(table, operations, view, clauses)
    if (effect === undefined || effect.lock !== 'NONE' || effect.algorithm !== clauses.algorithm) continue
    const lock = clauses.lock === undefined ? '' : `, LOCK=${clauses.lock}`
    return {clause: `ALGORITHM=${clauses.algorithm ?? ''}${lock}`, rewrites: effect.rewrite === 'table', effect}
  }
  return undefined
}

/**
 * What the server does to the table; `undefined`: it refuses. A table that nobody knows is taken for an ordinary one:
 * where that is wrong, the server refuses by the clause.
 */
export function effectOf(
  table: Name,
  operations: readonly Operation[],
  view: Sight,
  clauses?: AlterClauses
): Effect | undefined {
  return onKnownTable(table, view, () => {
    const {catalog, command, session} = view
    const {effects, refusal} = judge(
      {operations: [...operations], range: command.range, ...(clauses && {clauses})},
      {
        catalog,
        session
      }
    )
    return refusal ? undefined : effects.find(({role}) => role === 'table')
  })
}

/** Look at the schema as it is when some operations are done. */
export function whenDone<Seen>(
  operations: readonly Operation[],
  {catalog, command, session}: Sight,
  look: () => Seen
): Seen {
  if (operations.length === 0) return look()
  return lookAside({catalog, session}, () => {
    change({operations: [...operations], range: command.range}, catalog, session, undefined)
    return look()
  })
}

/** The table as some operations leave it. */
export function tableWhenDone(table: Name, operations: readonly Operation[], view: Sight): Table | undefined {
  return whenDone(operations, view, () => view.session.findTable(view.catalog, table))
}

function onKnownTable<Seen>(table: Name, view: Sight, look: () => Seen): Seen {
  const {catalog, session} = view
  const found = session.findTable(catalog, table)
  if (found && found.incomplete !== true) return look()
  const name = resolved(table, view)
  const ordinary: Table = {
    kind: 'table',
    persistence: 'permanent',
    columns: [],
    constraints: [],
    indexes: [],
    triggers: [],
    inherits: [],
    options: {engine: 'InnoDB'},
    ...found,
    ...name
  }
  return lookAside({catalog, session}, () => {
    catalog.tables.set(keyOf(name), {...ordinary, incomplete: false, options: {engine: 'InnoDB', ...ordinary.options}})
    return look()
  })
}

function lookAside<Seen>({catalog, session}: Pick<Sight, 'catalog' | 'session'>, look: () => Seen): Seen {
  const mark = catalog.mark()
  const {transaction} = session
  try {
    return look()
  } finally {
    catalog.rollback(mark)
    session.transaction = transaction
  }
}
