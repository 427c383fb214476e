import {readdirSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {checks} from '../../../src/apply/postgres/preflight.generated.js'
import {throttles} from '../../../src/apply/postgres/throttle.generated.js'

describe.each([
  {folder: 'preflight', parts: checks},
  {folder: 'throttle', parts: throttles}
])('each $folder', ({folder, parts}) => {
  it('has the name of its file, as `--accept` takes it', () => {
    const files = readdirSync(new URL(`../../../src/apply/postgres/${folder}`, import.meta.url))
    expect(parts.map(({name}) => `${name}.ts`).sort()).toEqual(files.sort())
  })

  it.each(parts.map(({name, summary}) => [name, summary]))('says in a few words what it looks at: %s', (_, summary) => {
    expect(summary).toMatch(/^[a-z].{10,110}[^.]$/)
  })
})
