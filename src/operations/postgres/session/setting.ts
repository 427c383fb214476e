import type {DiscardStmt, VariableSetStmt} from 'libpg-query'
import type {Operation} from '../../operation.js'
import {constantText} from '../constant.js'
import type {Lowering} from '../lowering.js'
import {operation} from '../lowering.js'
import {allOf} from '../node.js'
import type {Source} from '../source.js'

/** `SET`, `RESET`, `SET TRANSACTION`, `SET SESSION CHARACTERISTICS`. */
export const setVariable: Lowering<VariableSetStmt> = (node, source) => {
  const {range} = source
  const name = (node.name ?? '').toLowerCase()
  const scope = node.is_local ? 'local' : 'session'
  switch (node.kind) {
    case 'VAR_RESET_ALL':
      return [operation('session.reset', range, {name: undefined})]
    case 'VAR_RESET':
      return [operation('session.reset', range, {name})]
    case 'VAR_SET_DEFAULT':
      return [operation('session.set', range, {name, value: undefined, scope})]
    case 'VAR_SET_MULTI':
      return setMany(node, source)
    // `FROM CURRENT` keeps the value that it has.
    case 'VAR_SET_CURRENT':
      return [operation('other', range, {statement: `set ${name} from current`, tables: []})]
    default:
      return [operation('session.set', range, {name, value: settingText(node), scope})]
  }
}

/** The value that is set, lists joined by `, `. */
export function settingText({args}: VariableSetStmt): string {
  return (args ?? []).map((value) => constantText(value) ?? '').join(', ')
}

/** `SET TRANSACTION` lasts as long as the transaction; `SET SESSION CHARACTERISTICS` sets what the next ones begin with. */
function setMany(node: VariableSetStmt, {range}: Source): Operation[] {
  const isSession = node.name === 'SESSION CHARACTERISTICS'
  const modes = allOf(node.args, 'DefElem').map(({arg, defname = ''}) =>
    operation('session.set', range, {
      name: isSession ? `default_${defname}` : defname,
      value: constantText(arg),
      scope: isSession ? 'session' : 'local'
    })
  )
  return modes.length > 0 ? modes : [operation('other', range, {statement: 'set transaction', tables: []})]
}

const discarded = {
  DISCARD_ALL: 'all',
  DISCARD_TEMP: 'temp',
  DISCARD_PLANS: 'plans',
  DISCARD_SEQUENCES: 'sequences'
} as const

/** `DISCARD`. */
export const discard: Lowering<DiscardStmt> = ({target = 'DISCARD_ALL'}, {range}) => [
  operation('session.discard', range, {what: discarded[target]})
]
