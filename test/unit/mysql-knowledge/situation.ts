/** What a case's statement meets, as the analysis would find it. */
import {watchStoredForm} from '../../../src/core/stored-form.js'
import type {Situation} from '../../../src/knowledge/situation.js'
import {judgeMysql} from '../../../src/knowledge/mysql/judge.js'
import {createMysqlReader} from '../../../src/operations/mysql/read.js'
import type {Command} from '../../../src/operations/script.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {change} from '../../../src/schema/change.js'
import {Session} from '../../../src/schema/session.js'
import type {FactCase} from '../../live/mysql-facts/fact-case.js'
import type {FactServer} from '../../live/mysql-facts/servers.js'

/** Apply the setup of a case; `command` is `undefined` where the statement could not be read. */
export function prepare(
  {setup, statement}: FactCase,
  server: FactServer['server']
): {command: Command | undefined; situation: Situation} {
  const read = createMysqlReader(server)
  const catalog = new Catalog()
  const session = new Session(server, {database: 'facts', character_set_server: 'utf8mb4'})
  // In one piece, as a schema file is read.
  for (const {commands} of read(setup.map((sql) => `${sql};\n`).join('')).statements) {
    for (const command of commands) {
      const note = watchStoredForm(command, judgeMysql(command, {catalog, session}), catalog, session)
      change(command, catalog, session, undefined)
      note()
    }
  }
  return {command: read(statement).statements[0]?.commands[0], situation: {catalog, session}}
}
