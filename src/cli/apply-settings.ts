import type {ApplySettings} from '../apply/settings.js'
import {UsageError} from '../usage-error.js'
import {changeSettings} from './setting-texts.js'

/** What `sqlsafe apply` is given. */
export interface ApplyOptions {
  databaseUrl: string
  yes?: boolean
  dryRun?: boolean
  deployed?: boolean
  onceMore?: boolean
  accept?: string[]
  done?: string[]
  again?: string[]
  lockTimeout?: number
  lockRetries?: number
  terminateBlockersAfter?: number
  batchTarget?: number
  batchRows?: number
  maxBatchRows?: number
  maxRate?: number
  maxLag?: number
  replica?: string[]
  throttleQuery?: string
  window?: string[]
  set?: string[]
  capture?: ApplySettings['capture']
  dropOld?: boolean
  keepInSync?: boolean
  engine?: 'gh-ost' | 'pt-osc'
  logFormat: 'pretty' | 'json'
  config?: string
  color?: boolean
}

/**
 * The settings that options name, and no others.
 *
 * @throws {UsageError} When a window, or another setting, is none.
 */
export function settingsFrom(options: ApplyOptions): Partial<ApplySettings> {
  const wrong = options.window?.find((window) => !/^[0-2]\d:[0-5]\d-[0-2]\d:[0-5]\d$/.test(window))
  if (wrong !== undefined) {
    throw new UsageError(`Unexpected window \`${wrong}\`, expected times of day such as \`22:00-06:00\``)
  }
  if (options.keepInSync === true && options.dropOld === true) {
    throw new UsageError('Unexpected `--drop-old` beside `--keep-in-sync`, expected one of them')
  }
  const settings: Partial<ApplySettings> = {
    ...given('windows', options.window),
    ...given('capture', options.capture),
    ...given('dropOld', options.dropOld),
    ...given('keepInSync', options.keepInSync),
    ...given('lockTimeoutMs', options.lockTimeout),
    ...given('lockRetries', options.lockRetries),
    ...given('terminateBlockersAfterMs', options.terminateBlockersAfter),
    ...given('batchTargetMs', options.batchTarget),
    ...given('batchRows', options.batchRows),
    ...given('maxBatchRows', options.maxBatchRows),
    ...given('maxRate', options.maxRate),
    ...given('maxLagSeconds', options.maxLag),
    ...given('replicas', options.replica),
    ...given('throttleQuery', options.throttleQuery)
  }
  return changeSettings(settings, options.set ?? [])
}

function given<Key extends keyof ApplySettings>(
  key: Key,
  value: ApplySettings[Key] | undefined
): Partial<ApplySettings> {
  return value === undefined ? {} : {[key]: value}
}
