import type {Dialect} from '../core/server.js'

/**
 * Columns that a table takes at most, dropped ones that are still stored counted.
 * https://www.postgresql.org/docs/current/limits.html, https://dev.mysql.com/doc/refman/9.4/en/innodb-limits.html
 */
export const columnLimit: Record<Dialect, number> = {postgres: 1600, mysql: 1017, mariadb: 1017}
