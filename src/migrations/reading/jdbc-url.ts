import type {Dialect} from '../../server/server.js'

const dialects: Record<string, Dialect> = {postgresql: 'postgres', mysql: 'mysql', mariadb: 'mariadb'}

/** The engine of the first JDBC URL in a text. */
export function dialectOfJdbcUrl(text: string): Dialect | undefined {
  return dialects[/\bjdbc:(?:aws-wrapper:)?(\w+):/.exec(text)?.[1] ?? '']
}
