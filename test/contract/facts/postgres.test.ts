/** That the recordings would show each fact about PostgreSQL that is wrong. */
import {expect, it} from 'vitest'
import {facts} from '../../../src/knowledge/postgres/facts/index.js'
import {loadReader} from '../../../src/operations/read.js'
import {readOnce} from '../../live/postgres-facts/foretell.js'
import {survivors, type Alive} from './postgres-mutants.js'

const inWords = ({row, what}: Alive): string =>
  [row.operation, row.on, row.versions, row.when.join(' '), row.because, what].join(' | ')

it('a wrong value in any fact that is said to be observed is contradicted by a case', async () => {
  const read = readOnce(await loadReader({dialect: 'postgres', version: [18]}))
  const rows = Object.values(facts)
    .flat()
    .filter(({on, proof}) => on !== 'nothing' && proof === 'observed')
  expect(survivors(read, rows).alive.map(inWords)).toEqual([])
})
