/** `ALTER COLUMN … TYPE`. */
import {factsAbout, manual} from '../fact.js'

const source = manual(
  'sql-altertable',
  'if the USING clause does not change the column contents and the old type is … binary coercible to the new type …, a table rewrite is not needed'
)

export const columnTypes = {
  'column.set-type': factsAbout('column.set-type', source, [
    {
      on: 'tree',
      versions: '>=18',
      when: ['virtual-column', 'repeated-check'],
      lock: 'ACCESS EXCLUSIVE',
      scan: 'table',
      because: 'a CHECK on the column is checked again'
    },
    {
      on: 'tree',
      versions: '>=18',
      when: ['virtual-column'],
      lock: 'ACCESS EXCLUSIVE',
      because: 'no value of it is stored'
    },
    {
      on: 'tree',
      when: ['rewriting-type-change'],
      lock: 'ACCESS EXCLUSIVE',
      scan: 'table',
      rewrite: 'table',
      indexes: 'all',
      because: 'values are stored anew'
    },
    {
      on: 'tree',
      when: ['unfit-index'],
      lock: 'ACCESS EXCLUSIVE',
      scan: 'table',
      indexes: 'dependent',
      because: 'an index does not fit the new type'
    },
    {
      on: 'tree',
      when: ['lacks-index-of-parent'],
      lock: 'ACCESS EXCLUSIVE',
      scan: 'table',
      because: 'the index of its parent is made again, and built here too'
    },
    {
      on: 'tree',
      when: ['repeated-check'],
      lock: 'ACCESS EXCLUSIVE',
      scan: 'table',
      because: 'a CHECK on the column is checked again'
    },
    {
      on: 'tree',
      when: ['own-foreign-key', '!foreign-key-kept', '!foreign-key-unchecked'],
      lock: 'ACCESS EXCLUSIVE',
      scan: 'table',
      because: 'a foreign key is checked again'
    },
    {on: 'tree', lock: 'ACCESS EXCLUSIVE', because: 'stored values fit the new type'},
    {on: 'referenced', when: ['foreign-key-kept'], lock: 'ACCESS EXCLUSIVE', because: 'the foreign key is made again'},
    {on: 'referenced', lock: 'ACCESS EXCLUSIVE', scan: 'maybe', because: 'the foreign key is checked again'},
    {on: 'referencing', when: ['foreign-key-kept'], lock: 'ACCESS EXCLUSIVE', because: 'the foreign key is made again'},
    {
      on: 'referencing',
      when: ['foreign-key-unchecked'],
      lock: 'ACCESS EXCLUSIVE',
      because: 'a foreign key that is not checked is made again'
    },
    {on: 'referencing', lock: 'ACCESS EXCLUSIVE', scan: 'table', because: 'the foreign key is checked again'}
  ])
}
