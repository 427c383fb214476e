/** Literals as defaults of columns that only have expressions: https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html */
import type {DataType, Expression} from '../../../operations/definitions.js'
import {isGeometry} from '../../../schema/mysql/geometry.js'
import {isLax} from '../strict-mode.js'
import {columnNamed, definitionIn} from '../subject.js'
import type {Subject} from '../subject.js'
import {isPlainDefault} from './column.js'

/** A column that gets a default. */
interface Defaulted {
  type?: DataType | undefined
  default?: Expression | undefined
}

function defaulted(subject: Subject): Defaulted[] {
  const {operation} = subject
  if (operation.kind === 'table.create') return operation.columns
  if (operation.kind === 'column.set-default') {
    return [{type: columnNamed(subject, operation.column)?.type, default: operation.default}]
  }
  const definition = definitionIn(operation)
  return definition ? [definition] : []
}

/**
 * Seen on 9.7: without a strict mode an empty text is left out with a warning, but not of JSON; `SET DEFAULT` refuses NULL and literals
 * in parentheses too, which a definition may say.
 */
function isRefused({default: given, type}: Defaulted, {context, operation}: Subject): boolean {
  if (!given || !type) return false
  const isJson = type.name === 'json' || isGeometry(type)
  if (!isJson && !/(?:text|blob)$/.test(type.name)) return false
  if (operation.kind === 'column.set-default') return isPlainDefault(given.text.replace(/^\(+|\)+$/g, ''))
  if (!isPlainDefault(given.text) || /^null$/i.test(given.text)) return false
  return isJson || !isLax(context.session) || !/^(?:''|"")$/.test(given.text)
}

export const literalDefaultConditions = {
  'literal-default-of-text': (subject: Subject) => defaulted(subject).some((column) => isRefused(column, subject))
}
