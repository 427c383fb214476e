/** Which changes of one statement hang on which others. */
import type {Operation} from '../../../operations/operation.js'

/** What a change makes, takes away and reads, by kind and name: `column a`, `index i`. */
interface Touched {
  makes: string[]
  drops: string[]
  reads: string[]
}

/** Whether one can only be done when the other is. */
export function needs(operation: Operation, other: Operation): boolean {
  const {makes} = touchedBy(other)
  const {reads} = touchedBy(operation)
  return reads.some((name) => makes.includes(name))
}

/** Whether they are two halves of one change: what goes comes again under the same name, or in the same role. */
export function entangled(a: Operation, b: Operation): boolean {
  const [one, other] = [touchedBy(a), touchedBy(b)]
  const meets = (names: readonly string[], others: readonly string[]): boolean =>
    names.some((name) => others.includes(name))
  return (
    meets(one.drops, other.makes) ||
    meets(other.drops, one.makes) ||
    // An index whose columns go.
    meets(one.drops, readsOfDrop(b)) ||
    meets(other.drops, readsOfDrop(a)) ||
    (meets(one.makes, other.makes) && a.kind === 'column.modify')
  )
}

function readsOfDrop(operation: Operation): string[] {
  return operation.kind === 'column.drop' ? [] : touchedBy(operation).reads.filter((name) => name.startsWith('column '))
}

const column = (name: string): string => `column ${name.toLowerCase()}`
const index = (name: string): string => `index ${name.toLowerCase()}`
const primary = 'index primary'

function touchedBy(operation: Operation): Touched {
  switch (operation.kind) {
    case 'column.add': {
      const {constraints, generated, name} = operation.column
      const key = constraints.some(({type}) => type === 'primary-key') ? [primary] : []
      const after = operation.position && operation.position !== 'first' ? [column(operation.position.after)] : []
      return {makes: [column(name), ...key], drops: [], reads: [...after, ...words(generated?.expression.text)]}
    }
    case 'column.drop':
      return {makes: [], drops: [column(operation.column)], reads: [column(operation.column)]}
    case 'column.rename':
      return {makes: [column(operation.to)], drops: [column(operation.column)], reads: [column(operation.column)]}
    case 'column.modify': {
      const {definition, position} = operation
      const isRename = definition.name.toLowerCase() !== operation.column.toLowerCase()
      const after = position && position !== 'first' ? [column(position.after)] : []
      return {
        makes: [column(definition.name)],
        drops: isRename ? [column(operation.column)] : [],
        reads: [column(operation.column), ...after, ...words(definition.generated?.expression.text)]
      }
    }
    case 'index.create': {
      const {elements, name} = operation.index
      const reads = elements.flatMap((each) =>
        each.column === undefined ? words(each.expression?.text) : [column(each.column)]
      )
      return {makes: name === undefined ? [] : [index(name)], drops: [], reads}
    }
    case 'index.drop':
      return {makes: [], drops: [index(operation.index.name)], reads: []}
    case 'index.rename':
      return {makes: [index(operation.to)], drops: [index(operation.index.name)], reads: []}
    case 'constraint.add': {
      const {columns, expression, name, type} = operation.constraint
      const own = type === 'primary-key' ? [primary] : name === undefined ? [] : [index(name)]
      return {makes: own, drops: [], reads: [...columns.map(column), ...words(expression?.text)]}
    }
    case 'constraint.drop':
      return {makes: [], drops: [operation.type === 'primary-key' ? primary : index(operation.name ?? '')], reads: []}
    case 'column.set-default':
    case 'column.drop-default':
    case 'column.set-visibility':
      return {makes: [], drops: [], reads: [column(operation.column)]}
    case 'table.partition-by':
      return {
        makes: [],
        drops: [],
        reads: operation.partitionBy.key.flatMap((each) =>
          each.column === undefined ? words(each.expression?.text) : [column(each.column)]
        )
      }
    default:
      return {makes: [], drops: [], reads: []}
  }
}

/** Every word of an expression may be a column. */
function words(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/[\w$\u0080-\uffff]+/g)].map(([word]) => column(word))
}
