import type {Dialect} from '../server/server.js'

/**
 * Columns that a table takes at most, dropped ones that are still stored counted.
 * https://www.postgresql.org/docs/current/limits.html, https://dev.mysql.com/doc/refman/9.4/en/innodb-limits.html
 */
export const columnLimit: Record<Dialect, number> = {postgres: 1600, mysql: 1017, mariadb: 1017}

/**
 * The same for rows in which columns were dropped INSTANT: MariaDB keeps one for what it has to remember.
 * Seen on MySQL 9.7, MariaDB 10.11 and 11.8.
 */
export const instantColumnLimit = {mysql: 1017, mariadb: 1016} as const
