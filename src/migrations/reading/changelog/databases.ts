import type {Dialect} from '../../../server/server.js'

/** What Liquibase calls each database. */
const names: Readonly<Record<Dialect, string>> = {postgres: 'postgresql', mysql: 'mysql', mariadb: 'mariadb'}

/** Whether `dbms` leaves something to be run on a database: its names have commas between them, `!` is for all others. */
export function runsOn(dialect: Dialect, dbms: string | undefined): boolean {
  const listed = dbms?.split(',').map((name) => name.trim().toLowerCase()) ?? []
  if (listed.includes(`!${names[dialect]}`) || listed.includes('none')) return false
  const wanted = listed.filter((name) => name !== '' && !name.startsWith('!') && name !== 'all')
  return wanted.length === 0 || listed.includes('all') || wanted.includes(names[dialect])
}
