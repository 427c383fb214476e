/** The parsers of queries for browsers: loaded with what reads MySQL, for no file can be read at once where it is needed. */
import {Parser as MariadbParser} from 'node-sql-parser/build/mariadb.js'
import {Parser as MysqlParser} from 'node-sql-parser/build/mysql.js'
import type {loadQueryParser as load} from '../parse/mysql/query/load-parser.js'

const parsers = {mariadb: new MariadbParser(), mysql: new MysqlParser()}

/** The parser of queries for a dialect. */
export const loadQueryParser: typeof load = (dialect) => parsers[dialect]
