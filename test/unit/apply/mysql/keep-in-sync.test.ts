import {expect, test} from 'vitest'
import {keepInSync} from '../../../../src/apply/mysql/preflight/keep-in-sync.js'
import type {PreflightView} from '../../../../src/apply/preflight.js'
import {defaultSettings} from '../../../../src/apply/settings.js'

test('a way back that MySQL and MariaDB do not have is refused, not left out', async () => {
  const look = (given: boolean): Promise<unknown> =>
    keepInSync.check({settings: {...defaultSettings, keepInSync: given}} as PreflightView)
  expect(await look(false)).toEqual([])
  expect(await look(true)).toEqual([
    {severity: 'error', text: expect.stringContaining('Unexpected `--keep-in-sync`') as string}
  ])
})
