import {existsSync, readdirSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {checks as mysqlChecks} from '../../../src/apply/mysql/preflight.generated.js'
import {throttles as mysqlThrottles} from '../../../src/apply/mysql/throttle.generated.js'
import {checks as postgresChecks} from '../../../src/apply/postgres/preflight.generated.js'
import {throttles as postgresThrottles} from '../../../src/apply/postgres/throttle.generated.js'

/** Names of the files in src/apply/`folder`; none where parts of that sort are not shared by the engines. */
function filesIn(folder: string): string[] {
  const url = new URL(`../../../src/apply/${folder}`, import.meta.url)
  return existsSync(url) ? readdirSync(url) : []
}

describe.each([
  {engine: 'postgres', folder: 'preflight', parts: postgresChecks},
  {engine: 'postgres', folder: 'throttle', parts: postgresThrottles},
  {engine: 'mysql', folder: 'preflight', parts: mysqlChecks},
  {engine: 'mysql', folder: 'throttle', parts: mysqlThrottles}
])('each $folder of $engine', ({engine, folder, parts}) => {
  it('has the name of its file, as `--accept` takes it', () => {
    const files = [...filesIn(`${engine}/${folder}`), ...filesIn(folder)]
    expect(parts.map(({name}) => `${name}.ts`).sort()).toEqual(files.sort())
  })

  it.each(parts.map(({name, summary}) => [name, summary]))('says in a few words what it looks at: %s', (_, summary) => {
    expect(summary).toMatch(/^[a-z].{10,110}[^.]$/)
  })
})
