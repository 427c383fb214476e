/** That the recordings would show each fact about PostgreSQL that is wrong. */
import {readFileSync} from 'node:fs'
import {expect, it} from 'vitest'
import {facts} from '../../../src/knowledge/postgres/facts/index.js'
import {loadReader} from '../../../src/operations/read.js'
import {readOnce} from '../../live/postgres-facts/foretell.js'
import {survivors, type Alive} from './postgres-mutants.js'

/** Wrong values that no case contradicts yet; each that is, must be taken out of the list. */
const unproved = JSON.parse(
  readFileSync(new URL('../../../fixtures/facts/postgres-unproved.json', import.meta.url), 'utf8')
) as string[]

const inWords = ({row, what}: Alive): string =>
  [row.operation, row.on, row.versions, row.when.join(' '), row.because, what].join(' | ')

it('a wrong value in any fact is contradicted by a case', {timeout: 300_000}, async () => {
  const read = readOnce(await loadReader({dialect: 'postgres', version: [18]}))
  const rows = Object.values(facts)
    .flat()
    .filter(({on}) => on !== 'nothing')
  expect(survivors(read, rows).alive.map(inWords).sort()).toEqual(unproved)
})
