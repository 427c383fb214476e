import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {errorNumber} from '../../../../../src/apply/mysql/error-kind.js'
import {logTable} from '../../../../../src/apply/mysql/shadow/capture/log.js'
import {triggerCapture} from '../../../../../src/apply/mysql/shadow/capture/triggers.js'
import {namesOf} from '../../../../../src/apply/mysql/shadow/names.js'
import {cachedMs} from '../../../../../src/apply/mysql/view/transactions.js'
import {reasonsOf} from '../../../../../src/apply/mysql/shadow/refuse.js'
import type {ShadowRecord} from '../../../../../src/apply/mysql/shadow/record.js'
import {findKey} from '../../../../../src/apply/mysql/keys.js'
import type {MysqlConnection} from '../../../../../src/apply/mysql/connect.js'
import {until} from '../../own-server.js'
import {startServer} from '../own-server.js'
import type {Kind, OwnServer} from '../own-server.js'
import {ofAccount} from './steps.js'

/** Two transactions of an application that take no row from one another while nobody logs: what each meets. */
async function writeBeside(server: OwnServer): Promise<string[]> {
  const first = await server.connect({database: 'bank'})
  const second = await server.connect({database: 'bank'})
  await first.execute('START TRANSACTION')
  await first.execute('UPDATE account SET balance = balance + 1 WHERE id = 5')
  const waiting = second.execute('UPDATE account SET balance = balance + 1 WHERE id IN (1, 5)').then(fine, numberOf)
  await until(
    () => waitsForRow(first),
    (waits) => waits
  )
  // What the statement before it has locked by its trigger it still has.
  const going = first.execute('UPDATE account SET balance = balance + 1 WHERE id = 6').then(fine, numberOf)
  const met = await Promise.race([going, sleep(60_000).then(() => 'waits')])
  await first.execute('COMMIT')
  return [met, await waiting]
}

const fine = (): string => 'fine'
const numberOf = (error: unknown): string => String(errorNumber(error))

async function waitsForRow(connection: MysqlConnection): Promise<boolean> {
  // Asked more often, the server answers from an old list.
  await sleep(cachedMs)
  const [row] = await connection.query(
    "SELECT count(*) AS waiting FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'"
  )
  return row?.['waiting'] !== '0'
}

async function beginToLog(connection: MysqlConnection): Promise<void> {
  await connection.execute('CREATE TABLE account (id int NOT NULL PRIMARY KEY, balance int NOT NULL)')
  await connection.execute('INSERT INTO account VALUES (1, 0), (5, 0), (6, 0)')
  const input = ofAccount()
  const names = namesOf(input)
  const key = await findKey(connection, input.table)
  if (!key) throw new Error('Unexpected table without a key, expected the primary one')
  const record = {key, foreignKeys: [], incomingKeys: []} as unknown as ShadowRecord
  await connection.execute(logTable(names, record))
  await triggerCapture(connection, names, record).begin()
}

const modes: Array<{kind: Kind; mode: number; met: string[]; refused: boolean}> = [
  {kind: 'MySQL 9.7', mode: 0, met: ['1213', 'fine'], refused: true},
  // `ER_AUTOINC_READ_FAILED` is what MariaDB makes of the same deadlock.
  {kind: 'MariaDB 10.11', mode: 0, met: ['1467', 'fine'], refused: true},
  {kind: 'MySQL 9.7', mode: 1, met: ['fine', 'fine'], refused: false},
  {kind: 'MariaDB 10.11', mode: 1, met: ['fine', 'fine'], refused: false}
]

describe.each(modes)('$kind with innodb_autoinc_lock_mode = $mode', ({kind, met, mode, refused}) => {
  let server: OwnServer
  beforeAll(async () => {
    server = await startServer({kind, options: [`--innodb-autoinc-lock-mode=${String(mode)}`]})
    const connection = await server.connect()
    await connection.execute('CREATE DATABASE bank')
  })
  afterAll(() => server.close())

  it(`${refused ? 'refuses to log the keys' : 'logs the keys'} of rows: writers would meet ${met.join(' and ')}`, async () => {
    const connection = await server.connect({database: 'bank'})
    await beginToLog(connection)
    expect(await writeBeside(server)).toEqual(met)
    const reasons = await reasonsOf(connection, namesOf(ofAccount()))
    expect(reasons.filter((reason) => reason.includes('innodb_autoinc_lock_mode'))).toHaveLength(refused ? 1 : 0)
  })
})
