import {ruleTester} from 'sqlsafe/rule-tester'
import {describe, it} from 'vitest'
import rule from '../rules/require-tenant-column.js'

await ruleTester(rule, {
  framework: {describe, it},
  cases: [
    {name: 'shared', options: {except: ['country']}, safe: ['CREATE TABLE country (code text PRIMARY KEY);']},
    {name: 'another-engine', dialect: 'mysql', safe: ['CREATE TABLE invoice (id bigint PRIMARY KEY);']}
  ]
})
