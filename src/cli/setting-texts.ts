/** Settings of an apply as text, `name=value`. */
import {defaultSettings} from '../apply/settings.js'
import type {ApplySettings} from '../apply/settings.js'
import {UsageError} from '../usage-error.js'

type Keys<Value> = {[Key in keyof ApplySettings]-?: Value extends ApplySettings[Key] ? Key : never}[keyof ApplySettings]

/** A setting by the name that users give it. */
type Setting =
  | {name: string; about: string; kind: 'number'; key: Keys<number>}
  | {name: string; about: string; kind: 'list'; key: Keys<string[]>; item: RegExp; expected: string}
  | {name: string; about: string; kind: 'text'; key: 'throttleQuery'}

const number = (name: string, key: Keys<number>, about: string): Setting => ({name, key, about, kind: 'number'})

const settings: readonly Setting[] = [
  number('lock-timeout', 'lockTimeoutMs', 'milliseconds that a statement waits for a lock before it gives way'),
  number('lock-retries', 'lockRetries', 'how often it is tried again'),
  number('terminate-blockers-after', 'terminateBlockersAfterMs', 'milliseconds after which a blocker is ended'),
  number('batch-target', 'batchTargetMs', 'milliseconds that a batch should take'),
  number('max-batch-rows', 'maxBatchRows', 'rows of a batch at the most'),
  number('max-rate', 'maxRate', 'rows a second at the most'),
  number('max-lag', 'maxLagSeconds', 'seconds that a standby or a replica may be behind'),
  number('max-lag-bytes', 'maxLagBytes', 'bytes of WAL that a standby or a slot may be behind'),
  {
    name: 'ignore-standbys',
    key: 'ignoreStandbys',
    about: 'standbys, replicas (`host:port`) and slots that nobody waits for, with commas',
    kind: 'list',
    item: /^.+$/,
    expected: 'names with commas between them'
  },
  number('max-active-sessions', 'maxActiveSessions', 'sessions that may be active'),
  number('max-xmin-age', 'maxXminAge', 'transactions since the oldest one began'),
  number('max-history-length', 'maxHistoryLength', "length of InnoDB's history list"),
  number('max-dead-rows', 'maxDeadRows', 'dead rows that the table may have'),
  {
    name: 'throttle-query',
    key: 'throttleQuery',
    about: 'batches wait while it gives true or more than 0',
    kind: 'text'
  },
  {
    name: 'window',
    key: 'windows',
    about: 'times of day in UTC between which batches run, with commas',
    kind: 'list',
    item: /^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d$/,
    expected: 'times of day such as `22:00-06:00`'
  },
  number(
    'max-transaction-age',
    'maxTransactionAgeSeconds',
    'seconds that a transaction may be open before a run begins'
  )
]

/** The settings with their defaults, for `--help`. */
export function settingHelp(): string {
  const width = Math.max(...settings.map(({name}) => name.length))
  return settings
    .map((setting) => `  ${setting.name.padEnd(width)}  ${setting.about}; ${valueText(setting, defaultSettings)}`)
    .join('\n')
}

/** Each setting with its value, a line each. */
export function settingLines(values: ApplySettings): string {
  return settings.map((setting) => `${setting.name}=${valueText(setting, values)}\n`).join('')
}

/**
 * The settings with some of them changed.
 *
 * @param texts `name=value`; `none` is the default.
 * @throws {UsageError} When one is none, or no value of it.
 */
export function changeSettings<Settings extends Partial<ApplySettings>>(
  before: Settings,
  texts: readonly string[]
): Settings {
  return texts.reduce((values, text) => ({...values, ...changeOf(text)}), before)
}

function changeOf(text: string): Partial<ApplySettings> {
  const [, name = text, value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  const setting = settings.find((each) => each.name === name)
  if (setting === undefined) {
    const names = settings.map((each) => `\`${each.name}\``).join(', ')
    throw new UsageError(`Unexpected setting \`${name}\`, expected one of ${names}`)
  }
  if (value === 'none') return {[setting.key]: defaultSettings[setting.key]}
  return {[setting.key]: valueOf(setting, value)}
}

function valueOf(setting: Setting, text: string): number | string | string[] {
  switch (setting.kind) {
    case 'number':
      if (/^\d{1,15}$/.test(text)) return Number(text)
      throw wrong(setting.name, text, 'a number')
    case 'list': {
      const items = text.split(',').map((item) => item.trim())
      if (items.every((item) => setting.item.test(item))) return items
      throw wrong(setting.name, text, setting.expected)
    }
    case 'text':
      if (text !== '') return text
      throw wrong(setting.name, text, 'a query')
  }
}

function wrong(name: string, text: string, expected: string): UsageError {
  return new UsageError(`Unexpected value \`${text}\` of \`${name}\`, expected ${expected}, or \`none\``)
}

function valueText({key}: Setting, values: ApplySettings): string {
  const value = values[key]
  if (value === undefined) return 'none'
  return typeof value === 'object' ? value.join(',') || 'none' : String(value)
}
