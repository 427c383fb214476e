/** Tables that a copy has replaced: they are kept, so what they use cannot go, and they have none of their old names. */
import type {Step} from '../core/analyze.js'
import type {Name} from '../operations/definitions.js'
import type {Operation} from '../operations/operation.js'
import type {ObjectName, Table} from '../schema/objects.js'
import {isSameName, mentions} from './hand-copy/names.js'
import type {PlanRemark, RefusedByOld} from './plan.js'

interface Old {
  table: ObjectName
  /** All that is known of it, to look for names in. */
  text: string
  /** The name that the migration gave to it. */
  kept: Name | undefined
}

export interface OldTables {
  /** A copy is planned that takes the place of a table; `kept`: the name that the migration gives to the old one. */
  add: (table: Table, kept?: Name) => void
  /** Look at a statement that comes later; whether it is to be left out, because it only drops an old table. */
  leavesOut: (step: Step, text: string, source: PlanRemark['source']) => boolean
}

/** Look for what has to do with old tables; what is found goes into `remarks` and `refused`. */
export function createOldTables(remarks: PlanRemark[], refused: RefusedByOld[]): OldTables {
  const all: Old[] = []
  return {
    add(table, kept) {
      const {name, schema} = table
      all.push({table: {schema, name}, text: JSON.stringify(table), kept})
    },
    leavesOut({command: {operations}}, text, source) {
      const [first] = operations
      const dropped = first?.kind === 'table.drop' && operations.length === 1 ? first.table : undefined
      const own = all.find(({kept}) => dropped && kept && isSameName(dropped, kept))
      if (own !== undefined) {
        const note = `\`${firstWords(text)}\` is left out: the old \`${own.table.name}\` goes by \`--drop-old\` or \`sqlsafe cleanup\``
        remarks.push({severity: 'note', text: note, source})
        return true
      }
      for (const {kept, table, text: known} of all) {
        if (kept && mentions(text, new Set([kept.name]))) {
          const why = `\`${firstWords(text)}\` fails: the old \`${table.name}\` is not called \`${kept.name}\`, but kept in a schema of its own; take the statement out`
          remarks.push({severity: 'unsafe', text: why, source})
        }
        const uses = operations.flatMap(droppedBy).find((name) => isNamedIn(known, name))
        if (uses === undefined) continue
        refused.push({table, uses, statement: text})
        const why = `\`${firstWords(text)}\` is refused as long as the old \`${table.name}\` is kept, which uses \`${uses}\`: apply with \`--drop-old\`, or run it by a later plan, after \`sqlsafe cleanup\``
        remarks.push({severity: 'note', text: why, source})
      }
      return false
    }
  }
}

/** What goes away, or gets another shape, that a table may use. */
function droppedBy(operation: Operation): string[] {
  switch (operation.kind) {
    case 'type.drop':
      return [operation.type.name]
    // Values that are stored are in the way of another type only: attributes may come, go and get other names.
    // https://www.postgresql.org/docs/current/sql-altertype.html
    case 'type.alter':
      return operation.action.startsWith('alter attribute') ? [operation.type.name] : []
    case 'domain.drop':
      return [operation.domain.name]
    case 'function.drop':
      return [operation.function.name]
    case 'sequence.drop':
      return [operation.sequence.name]
    case 'object.drop':
      return [operation.name]
    default:
      return []
  }
}

function isNamedIn(text: string, name: string): boolean {
  const escaped = name.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
  return new RegExp(String.raw`(?<![\w$])${escaped}(?![\w$])`, 'i').test(text)
}

function firstWords(text: string): string {
  const words = text.replaceAll(/\s+/g, ' ')
  return words.length > 60 ? `${words.slice(0, 57)}…` : words
}
