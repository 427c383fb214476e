/** The schema of a live MySQL or MariaDB database, by `SHOW CREATE`: nothing is written, and nothing has to be installed. */
import {UsageError} from '../../usage-error.js'
import {cannotConnect} from '../../schema/live/live-catalog.js'
import {connectMysql} from './link.js'
import type {MysqlLink} from './link.js'

type Row = Record<string, unknown>

/**
 * The statements that make the schema of the URL's database again. Rows, accounts and events stay behind.
 * Locks: metadata locks for the moment of each `SHOW CREATE`.
 *
 * @throws {UsageError} When the database cannot be reached, or the URL names none.
 */
export async function dumpMysql(url: string): Promise<string[]> {
  const database = decodeURIComponent(new URL(url.replace(/^mariadb:/i, 'mysql:')).pathname.slice(1))
  if (database === '')
    throw new UsageError('Unexpected `--database-url` without a database, expected one to rehearse on')
  const link = await connectMysql(url, database).catch((error: unknown) => {
    throw new UsageError(cannotConnect(url, error).message, {cause: error})
  })
  try {
    await link.query('SET SESSION TRANSACTION READ ONLY')
    return await statementsOf(link)
  } finally {
    await link.end()
  }
}

async function statementsOf(link: MysqlLink): Promise<string[]> {
  const all = await link.read<{name: string; type: string}>(
    'SELECT table_name AS name, table_type AS type FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name'
  )
  const tables = all.filter(({type}) => type !== 'VIEW')
  const views = all.filter(({type}) => type === 'VIEW')
  const routines = await link.read<{name: string; type: string}>(
    'SELECT routine_name AS name, routine_type AS type FROM information_schema.routines WHERE routine_schema = DATABASE() ORDER BY routine_name'
  )
  const triggers = await link.read<{name: string}>(
    `SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = DATABASE()
     ORDER BY event_object_table, action_timing, event_manipulation, action_order`
  )
  const show = async (kind: string, names: ReadonlyArray<{name: string}>): Promise<string[]> => {
    const shown: string[] = []
    for (const {name} of names) shown.push(await showCreate(link, kind, name))
    return shown
  }
  return [
    // A table may reference one that comes later.
    'SET SESSION foreign_key_checks = 0',
    ...(await show('TABLE', tables)),
    ...(await show(
      'FUNCTION',
      routines.filter(({type}) => type === 'FUNCTION')
    )),
    ...(await show(
      'PROCEDURE',
      routines.filter(({type}) => type === 'PROCEDURE')
    )),
    ...inOrder(
      views.map(({name}) => name),
      await show('VIEW', views)
    ),
    ...(await show('TRIGGER', triggers))
  ]
}

/** Without the account that made it: it need not be on the other server. */
async function showCreate(link: MysqlLink, kind: string, name: string): Promise<string> {
  const [row] = await link.read<Row>(`SHOW CREATE ${kind} \`${name.replaceAll('`', '``')}\``)
  const column = Object.keys(row ?? {}).find((each) => /^(?:Create |SQL Original Statement$)/i.test(each))
  const text = column === undefined ? undefined : row?.[column]
  if (typeof text !== 'string')
    throw new UsageError(`Unexpected \`${name}\`, expected to be allowed to see how it is made`)
  return text.replace(/\bDEFINER\s*=\s*(?:`[^`]*`|'[^']*'|\w+)@(?:`[^`]*`|'[^']*'|\S+)\s/i, '')
}

/** A view comes after the views that it names. */
function inOrder(names: readonly string[], texts: readonly string[]): string[] {
  const left = new Map(names.map((name, index) => [name, texts[index] ?? '']))
  const ordered: string[] = []
  while (left.size > 0) {
    const ready = [...left].filter(([name, text]) =>
      [...left.keys()].every((other) => other === name || !text.includes(`\`${other}\``))
    )
    // Each names another: a column has the name of a view; the server decides.
    for (const [name, text] of ready.length > 0 ? ready : [...left]) {
      ordered.push(text)
      left.delete(name)
    }
  }
  return ordered
}
