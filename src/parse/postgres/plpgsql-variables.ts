/** Variables of PL/pgSQL, and how often the body gives them a value. */
import {field, list} from './plpgsql-tree.js'

/** A variable of which each mention by its bare name means the same one. */
export interface Variable {
  /** As expressions have it when it is not quoted. */
  name: string
  /** As the declaration has it: `text`, `varchar(5)`. */
  type: string
  /** In how many places of the body it takes a value, its default included; 0 for a parameter that is only read. */
  times: number
}

/** Those of a routine that can be followed: none where a name may stand for more than the declarations say. */
export function readVariables(routine: unknown): Variable[] {
  const action = field(routine, 'action')
  // A procedure fills what its parameters are given, which shows in no tree; another name fills what it stands for.
  if (list(field(routine, 'aliases')).length > 0 || holds(action, 'PLpgSQL_stmt_call')) return []
  const datums = list(field(routine, 'datums'))
  const names = datums.map((datum) => {
    const declared = Object.values(typeof datum === 'object' && datum !== null ? datum : {})[0] as unknown
    return String(field(declared, 'refname'))
  })
  const targets = targetsIn(action)
  return datums.flatMap((datum, number) => {
    const declared = field(datum, 'PLpgSQL_var')
    const name = field(declared, 'refname')
    const type = field(field(field(declared, 'datatype'), 'PLpgSQL_type'), 'typname')
    const isPlain = typeof name === 'string' && /^[a-z_][a-z0-9_]*$/.test(name) && typeof type === 'string'
    if (!isPlain || names.filter((other) => other === name).length > 1) return []
    const initial = field(declared, 'default_val') === undefined ? 0 : 1
    return [{name, type, times: initial + targets.filter((target) => target === number || target === name).length}]
  })
}

function holds(node: unknown, kind: string): boolean {
  if (typeof node !== 'object' || node === null) return false
  return kind in node || Object.values(node).some((inner) => holds(inner, kind))
}

/** Statements that name the variable they fill by its number; that of the first, which is 0, is left out. */
const numbered: Record<string, string> = {
  PLpgSQL_stmt_assign: 'varno',
  PLpgSQL_stmt_foreach_a: 'varno',
  PLpgSQL_diag_item: 'target'
}

/** The number, or the name, of what takes a value, once for each place. */
function targetsIn(node: unknown): Array<number | string> {
  if (typeof node !== 'object' || node === null) return []
  if (Array.isArray(node)) return node.flatMap(targetsIn)
  return Object.entries(node).flatMap(([key, inner]: [string, unknown]) => {
    const below = targetsIn(inner)
    const number = numbered[key]
    if (number !== undefined) return [Number(field(inner, number) ?? 0), ...below]
    // The fields of a row that is filled, and the variable of a loop.
    if (key === 'fields') return [...list(inner).map((target) => Number(field(target, 'varno') ?? 0)), ...below]
    if (key === 'PLpgSQL_var') return [String(field(inner, 'refname')), ...below]
    return below
  })
}
