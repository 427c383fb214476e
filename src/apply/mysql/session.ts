/** What a session of ours is set to: limits, and the settings that a migration made. */
import type {Connection, Limits} from '../connection/connection.js'
import type {SessionSettings} from '../engine.js'
import {literal, quoteName} from '../../sql/mysql.js'

/** The longest that the server takes, in seconds: a year. */
const noEnd = 31_536_000

/** A name of a system variable; of others nothing is sent. */
const variable = /^[a-z_][\w.]*$/i

/** Set them. Settings of one piece of work do not outlive it: what is not named again goes back to the server's own. */
export class SessionState {
  readonly #connection: Connection
  readonly #database: string
  #limits = ''
  #settings: SessionSettings = {}

  constructor(connection: Connection, database: string) {
    this.#connection = connection
    this.#database = database
  }

  /**
   * Milliseconds become whole seconds, at least one: the server knows no less.
   * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_lock_wait_timeout
   */
  async configure({lockTimeoutMs}: Limits, settings: SessionSettings): Promise<void> {
    const seconds = String(lockTimeoutMs === null ? noEnd : Math.max(1, Math.ceil(lockTimeoutMs / 1000)))
    if (this.#limits !== seconds) {
      await this.#connection.execute(
        `SET SESSION lock_wait_timeout = ${seconds}, SESSION innodb_lock_wait_timeout = ${seconds}`
      )
      this.#limits = seconds
    }
    if (same(settings, this.#settings)) return
    // Known before they are sent: a part of them may be set when one is refused.
    const before = this.#settings
    this.#settings = {...before, ...settings}
    for (const name of Object.keys(before)) if (!(name in settings)) await this.#set(name, undefined)
    for (const [name, value] of Object.entries(settings)) await this.#set(name, value)
    this.#settings = settings
  }

  async #set(name: string, value: string | undefined): Promise<void> {
    if (name === 'database') {
      await this.#connection.execute(`USE ${quoteName(value ?? this.#database)}`)
      return
    }
    if (!variable.test(name)) throw new Error(`Unexpected setting \`${name}\`, expected the name of a system variable`)
    await this.#connection.execute(`SET SESSION ${name} = ${value === undefined ? 'DEFAULT' : valueSql(value)}`)
  }
}

/** Numbers are refused as strings, and words are no names under `ANSI_QUOTES`. */
function valueSql(value: string): string {
  return /^-?\d+(?:\.\d+)?$/.test(value) ? value : literal(value)
}

function same(a: SessionSettings, b: SessionSettings): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => name in b && a[name] === b[name])
}
