import type {QualifiedName, TableOption} from '../../parse/mysql/syntax/table.js'
import type {Operation} from '../operation.js'

/** Turn one option in `ALTER TABLE` into its operation. */
export function lowerOption(table: QualifiedName, {name, value}: TableOption, range: Operation['range']): Operation {
  switch (name) {
    case 'engine':
    case 'type':
      return {kind: 'table.set-engine', table, range, engine: value.toLowerCase()}
    case 'row_format':
    case 'key_block_size':
      return {kind: 'table.set-row-format', table, range, option: name, value}
    case 'default charset': {
      const charset = value.toLowerCase() === 'default' ? undefined : value.toLowerCase()
      return {kind: 'table.set-default-charset', table, range, charset, collation: undefined}
    }
    case 'default collate':
      return {kind: 'table.set-default-charset', table, range, charset: undefined, collation: value.toLowerCase()}
    case 'tablespace':
      return {kind: 'table.set-tablespace', table, range, tablespace: value}
    case 'secondary_engine': {
      const engine = value.toLowerCase() === 'null' ? undefined : value.toLowerCase()
      return {kind: 'table.set-secondary-engine', table, range, engine}
    }
    default:
      return {kind: 'table.set-option', table, range, option: name, value}
  }
}
