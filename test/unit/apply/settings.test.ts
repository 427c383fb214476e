import {describe, expect, it} from 'vitest'
import {defaultSettings} from '../../../src/apply/settings.js'
import {changeSettings, settingHelp, settingLines} from '../../../src/cli/setting-texts.js'

describe('settings as text', () => {
  it('are changed by name, and taken back by none', () => {
    const changed = changeSettings(defaultSettings, [
      'max-rate=2000',
      'window=22:00-06:00, 12:00-13:00',
      'ignore-standbys=replica_3,reports',
      'throttle-query=SELECT a = 1 FROM b'
    ])
    expect(changed).toEqual({
      ...defaultSettings,
      maxRate: 2000,
      windows: ['22:00-06:00', '12:00-13:00'],
      ignoreStandbys: ['replica_3', 'reports'],
      throttleQuery: 'SELECT a = 1 FROM b'
    })
    const names = ['max-rate', 'window', 'ignore-standbys', 'throttle-query']
    expect(
      changeSettings(
        changed,
        names.map((name) => `${name}=none`)
      )
    ).toEqual({...defaultSettings, maxRate: undefined, throttleQuery: undefined})
  })

  it.each([
    ['speed=1', 'Unexpected setting `speed`, expected one of `lock-timeout`'],
    ['max-rate', 'Unexpected value `` of `max-rate`, expected a number, or `none`'],
    ['max-rate=-1', 'Unexpected value `-1` of `max-rate`, expected a number'],
    ['max-rate=1e9', 'Unexpected value `1e9` of `max-rate`, expected a number'],
    ['window=22-6', 'Unexpected value `22-6` of `window`, expected times of day'],
    ['window=24:00-06:00', 'Unexpected value `24:00-06:00` of `window`, expected times of day'],
    ['ignore-standbys=a,,b', 'Unexpected value `a,,b` of `ignore-standbys`, expected names'],
    ['throttle-query=', 'Unexpected value `` of `throttle-query`, expected a query']
  ])('refuse %s', (text, message) => {
    expect(() => changeSettings(defaultSettings, [text])).toThrow(message)
  })

  it('are shown so that they can be given again', () => {
    const values = {...defaultSettings, windows: ['22:00-06:00'], maxRate: 5}
    expect(changeSettings(defaultSettings, settingLines(values).trimEnd().split('\n'))).toEqual(values)
    expect(settingHelp()).toMatch(/^ {2}max-rate +rows a second at the most; none$/m)
  })
})
