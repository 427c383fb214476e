/** What a procedure of MySQL may hold where it executes a text: each of these drops the table on MySQL 9.7 and MariaDB 11.8. */
import {expect, it} from 'vitest'
import {check} from '../../../src/index.js'

async function drops(procedures: string, call: string): Promise<boolean> {
  const head = 'CREATE TABLE customer (id INT PRIMARY KEY);\n'
  const files = {'1.sql': head, '2.sql': `DELIMITER //\n${procedures} //\nDELIMITER ;\n${call};\n`}
  const {files: found} = await check({paths: ['2.sql'], history: ['1.sql'], cwd: '/p', files, dialect: 'mysql'})
  return found.some(({messages}) =>
    messages.some(({ruleId}) => ruleId === 'no-table-drop' || ruleId === 'not-analysable')
  )
}

const drop = "'DROP TABLE customer'"
const run = 'PREPARE q FROM @s; EXECUTE q;'
const missing = (name: string): string =>
  `IF NOT EXISTS (SELECT * FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ${name}) THEN DROP TABLE customer; END IF;`

it.each([
  [
    'a block that is left half-way',
    `CREATE PROCEDURE p(c INT) BEGIN b: BEGIN SET @s = ${drop}; IF c = 1 THEN LEAVE b; END IF; SET @s = 'SELECT 1'; END; ${run} END`,
    'CALL p(1)'
  ],
  [
    'a procedure that leaves itself, read behind the call',
    `CREATE PROCEDURE p(c INT) b: BEGIN SET @s = ${drop}; IF c = 1 THEN LEAVE b; END IF; SET @s = 'SELECT 1'; END`,
    `CALL p(1); PREPARE q FROM @s; EXECUTE q`
  ],
  [
    'a loop that is left half-way',
    `CREATE PROCEDURE p(c INT) BEGIN b: LOOP SET @s = ${drop}; IF c = 1 THEN LEAVE b; END IF; SET @s = 'SELECT 1'; LEAVE b; END LOOP; ${run} END`,
    'CALL p(1)'
  ],
  [
    'what another procedure sets where this one may have been left',
    `CREATE PROCEDURE g() BEGIN SET @s = 'SELECT 1'; END // CREATE PROCEDURE p(c INT) BEGIN b: BEGIN SET @s = ${drop}; IF c = 1 THEN LEAVE b; END IF; CALL g(); END; ${run} END`,
    'CALL p(1)'
  ],
  [
    'a question for what a loop gives another value to',
    `CREATE PROCEDURE p(t VARCHAR(64)) BEGIN DECLARE i INT DEFAULT 0; WHILE i < 2 DO ${missing('t')} SET t = 'missing'; SET i = i + 1; END WHILE; END`,
    "CALL p('customer')"
  ],
  [
    'a question for what another procedure gives another value to',
    `CREATE PROCEDURE nxt(INOUT n VARCHAR(64)) BEGIN SET n = 'missing'; END // CREATE PROCEDURE p(t VARCHAR(64)) BEGIN CALL nxt(t); ${missing('t')} END`,
    "CALL p('customer')"
  ],
  [
    'a question for a variable that hides the parameter',
    `CREATE PROCEDURE p(t VARCHAR(64)) BEGIN DECLARE i, t VARCHAR(64) DEFAULT 'missing'; ${missing('t')} END`,
    "CALL p('customer')"
  ],
  [
    'a question in which a variable hides the column',
    `CREATE PROCEDURE p() BEGIN DECLARE table_name VARCHAR(64) DEFAULT 'x'; ${missing("'customer'")} END`,
    'CALL p()'
  ],
  [
    'a variable that another procedure gives another value to',
    `CREATE PROCEDURE g(OUT n TEXT) BEGIN SET n = ${drop}; END`,
    `SET @s = 'SELECT 1'; CALL g(@s); PREPARE q FROM @s; EXECUTE q`
  ],
  [
    'a text of a variable that hides the parameter',
    `CREATE PROCEDURE p(s TEXT) BEGIN DECLARE s TEXT DEFAULT ${drop}; SET @s = s; ${run} END`,
    "CALL p('SELECT 1')"
  ],
  [
    'a parameter that a cursor fills',
    `CREATE PROCEDURE p(t TEXT) BEGIN DECLARE c CURSOR FOR SELECT ${drop}; OPEN c; FETCH c INTO t; CLOSE c; SET @s = t; ${run} END`,
    "CALL p('SELECT 1')"
  ]
])('tells %s', async (_name, procedures, call) => {
  expect(await drops(procedures, call)).toBe(true)
})

it('tells nothing of a question whose answer is known', async () => {
  expect(await drops(`CREATE PROCEDURE p(t VARCHAR(64)) BEGIN ${missing('t')} END`, "CALL p('customer')")).toBe(false)
})

it('tells nothing of a text that was set again where nothing leaves', async () => {
  const body = `CREATE PROCEDURE p() BEGIN SET @s = ${drop}; SET @s = 'SELECT 1'; ${run} END`
  expect(await drops(body, 'CALL p()')).toBe(false)
})
