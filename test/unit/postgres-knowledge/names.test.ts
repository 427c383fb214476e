import {describe, expect, test} from 'vitest'
import {loadReader} from '../../../src/operations/read.js'
import type {Server} from '../../../src/server/server.js'
import {look} from '../fuzz/look.js'

const server: Server = {dialect: 'postgres', version: [18]}

/** What every object of JavaScript has, and so every list of names that is one. */
const names = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty']

describe.each(names)('the name %s', (name) => {
  test.each([
    `CREATE TABLE t (id int, c citext); DROP EXTENSION "${name}" CASCADE;`,
    `CREATE TABLE t (id int); ALTER TABLE t ADD c int DEFAULT "${name}"();`
  ])('is none that is known in %s', async (text) => {
    const {statements} = look(server, await loadReader(server), {text, mutated: 1, transaction: 'none'})
    expect(statements).toHaveLength(2)
  })
})
