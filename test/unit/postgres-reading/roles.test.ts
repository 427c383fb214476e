import {expect, it} from 'vitest'
import {onlyOperation} from './reader.js'

it.each([
  ['CREATE ROLE bob', []],
  ['CREATE ROLE bob SUPERUSER NOCREATEDB BYPASSRLS', ['superuser', 'bypassrls']],
  ['CREATE USER bob NOSUPERUSER', []]
])('%s says what the role may', (sql, attributes) => {
  expect(onlyOperation(sql, 'object.create')).toMatchObject({objectType: 'role', name: 'bob', attributes})
})

it('ALTER ROLE says what the role may from now on', () => {
  expect(onlyOperation('ALTER ROLE bob SUPERUSER NOLOGIN', 'object.alter').attributes).toEqual(['superuser'])
})
