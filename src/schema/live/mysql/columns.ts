/** Columns of a live MySQL or MariaDB. */
import type {Server} from '../../../server/server.js'
import type {DataType, Expression} from '../../../operations/definitions.js'
import type {Reader} from '../../../operations/script.js'
import type {Column} from '../../objects.js'
import type {ColumnRow} from './queries.js'

/** The server's spelling of a type goes through the reader of migrations, so that both look the same. */
function toType(row: ColumnRow, reader: Reader): DataType | undefined {
  const [operation] = reader(`CREATE TABLE t (c ${row.columnType})`).statements[0]?.commands[0]?.operations ?? []
  const type = operation?.kind === 'table.create' ? operation.columns[0]?.type : undefined
  if (!type || row.charset === null || row.collation === null) return type
  return {...type, charset: row.charset, collation: row.collation}
}

const numeric = /^(?:tiny|small|medium|big)?int|^(?:decimal|numeric|float|double|bit|year)/

/** MySQL shows a literal bare and an expression as such; MariaDB shows both as one would write them. */
function toDefault({columnType, extra, fallback}: ColumnRow, server: Server): Expression | undefined {
  if (fallback === null) return undefined
  if (server.dialect === 'mariadb') return fallback === 'NULL' ? undefined : {text: fallback}
  if (/DEFAULT_GENERATED/i.test(extra) || numeric.test(columnType)) return {text: fallback}
  return {text: `'${fallback.replaceAll("'", "''")}'`}
}

/** One column as the catalog has it. */
export function toColumn(row: ColumnRow, server: Server, reader: Reader): Column {
  const fallback = toDefault(row, server)
  const onUpdate = /on update (.+)$/i.exec(row.extra)?.[1]
  const expression = row.generation === null || row.generation === '' ? undefined : {text: row.generation}
  return {
    name: row.name,
    type: toType(row, reader),
    notNull: row.nullable === 'NO',
    ...(fallback && !expression && {default: fallback}),
    ...(expression && {
      generated: {expression, storage: /stored|persistent/i.test(row.extra) ? 'stored' : 'virtual'}
    }),
    ...(row.collation !== null && {collation: row.collation}),
    ...(/auto_increment/i.test(row.extra) && {autoIncrement: true}),
    ...(onUpdate !== undefined && {onUpdate: {text: onUpdate}}),
    ...(row.comment !== '' && {comment: row.comment}),
    ...(/\binvisible\b/i.test(row.extra) && {invisible: true}),
    ...(/without system versioning/i.test(row.extra) && {withoutSystemVersioning: true})
  }
}
