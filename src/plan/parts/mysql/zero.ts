import type {DataType} from '../../../operations/definitions.js'
import type {RecipeView} from '../../recipe.js'

const numbers =
  /^(?:tinyint|smallint|mediumint|int|integer|bigint|decimal|numeric|dec|fixed|float|double|real|bool|boolean|bit)$/
const texts = /^(?:char|varchar|binary|varbinary|set)$/
const long = /^(?:tiny|medium|long)?(?:text|blob)$/

/**
 * What a column holds where rows leave it out and nothing else is said: the value that the server itself takes for
 * rows that are there when it adds one that is `NOT NULL`. `undefined`: there is none that every mode allows.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html: texts and blobs have no literal default on MySQL.
 */
export function zeroOf({name, values = []}: DataType, {dialect}: Pick<RecipeView, 'dialect'>): string | undefined {
  if (numbers.test(name)) return '0'
  if (texts.test(name)) return "''"
  if (name === 'enum') return values[0] === undefined ? undefined : `'${values[0].replaceAll("'", "''")}'`
  return long.test(name) && dialect === 'mariadb' ? "''" : undefined
}
