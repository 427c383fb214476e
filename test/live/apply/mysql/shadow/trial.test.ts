/** What only the new shape can tell is told before a run begins, of all tables at once. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {prepare} from '../../../../../src/apply/run/apply.js'
import {namesOf, trialNamesOf} from '../../../../../src/apply/mysql/shadow/names.js'
import {openEngine} from '../../../../../src/apply/run/open-engine.js'
import {defaultSettings} from '../../../../../src/apply/settings.js'
import type {Plan} from '../../../../../src/plan/plan.js'
import {createWorld, servers, stepOf} from '../world.js'
import type {World} from '../world.js'
import {shadowPlan} from './steps.js'

/** Of a table of its own each; `undefined`: there is nothing to tell. */
const changes: ReadonlyArray<[string, RegExp | undefined]> = [
  ['MODIFY qty bigint, ADD UNIQUE KEY (id, qty), ADD CHECK (qty < 9)', undefined],
  ['MODIFY nothing bigint', /Unknown column 'nothing'/],
  ['ADD COLUMN a varchar(9999), ADD COLUMN b varchar(9999)', /Row size too large/],
  ['DROP PRIMARY KEY', /no unique key over whole columns/],
  ['ADD UNIQUE KEY by_qty (qty)', /: Unexpected 2 rows of `t4` with qty = 7, expected one: unique key by_qty/],
  ['ADD UNIQUE KEY first_letter (note(1))', /rows that there are do not fit: Duplicate entry 'l/],
  ['ADD CONSTRAINT little CHECK (qty < 3)', /rows that there are do not fit: .*little/],
  ['MODIFY note varchar(3)', /rows that there are do not fit: Data (?:too long|truncated) for column 'note'/],
  ['MODIFY qty int NOT NULL', /rows that there are do not fit: .*(?:cannot be null|NULL|truncated)/]
]

describe.each(servers)('$server', ({url}) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(
      url,
      changes.flatMap((_, index) => [
        `CREATE TABLE t${String(index)} (id int PRIMARY KEY, qty int, note varchar(9))`,
        `INSERT INTO t${String(index)} VALUES (1, 7, 'long'), (2, ${String(index === 0 ? 8 : 7)}, 'longer'), (3, NULL, NULL)`
      ])
    )
  })
  afterEach(() => world.remove())

  async function findings(plan: Plan): Promise<string[]> {
    const engine = await openEngine(world.url)
    try {
      const {findings: found} = await prepare(plan, engine, defaultSettings)
      return found.filter(({check}) => check === 'shadow-shape').map(({severity, text}) => `${severity}: ${text}`)
    } finally {
      await engine.close()
    }
  }

  const inputs = changes.map(([change], index) => ({
    table: {schema: '', name: `t${String(index)}`},
    changes: [`ALTER TABLE {{table}} ${change}`],
    columns: {}
  }))

  test('what is wrong with each, and nothing is left behind', async () => {
    const found = await findings(await shadowPlan(world, inputs))
    const expected = changes.flatMap(([, pattern], index) =>
      pattern === undefined
        ? []
        : [
            expect.stringMatching(
              new RegExp(`^error: Unexpected new shape of \\S*\\bt${String(index)}\\b.*${pattern.source}`)
            ) as unknown
          ]
    )
    expect(found).toEqual(expected)
    expect(await world.query("SHOW TABLES LIKE '%sqlsafe%'")).toEqual([])
  })

  test('nor one that a foreign key keeps others from, which an earlier step takes away', async () => {
    await world.query(
      'CREATE TABLE line (id int PRIMARY KEY, t int, CONSTRAINT of_t FOREIGN KEY (t) REFERENCES t0 (id))'
    )
    const wider = 'ALTER TABLE t0 MODIFY id bigint NOT NULL; ALTER TABLE line MODIFY t bigint;'
    const sizes = {smallRows: 0, rebuildBytes: 0}
    expect(await findings(await world.plan(wider, sizes))).not.toEqual([])
    expect(await findings(await world.plan(`ALTER TABLE line DROP FOREIGN KEY of_t; ${wider}`, sizes))).toEqual([])
  })

  test('what a preflight left that was killed is in nobody’s way', async () => {
    const [fine] = inputs
    if (!fine) throw new Error('Unexpected lack of a case')
    const {shadow, trial} = trialNamesOf(namesOf(fine))
    for (const {sql} of [shadow, trial]) await world.query(`CREATE TABLE ${sql} (id int)`)
    const engine = await openEngine(world.url)
    try {
      const {findings: found} = await prepare(await shadowPlan(world, fine), engine, defaultSettings)
      expect(found.filter(({check}) => ['leftovers', 'shadow-shape'].includes(check))).toEqual([])
    } finally {
      await engine.close()
    }
    expect(await world.query("SHOW TABLES LIKE '%sqlsafe%'")).toEqual([])
  })

  test('a shape that an earlier step makes is not guessed', async () => {
    const [, unknown] = inputs
    if (!unknown) throw new Error('Unexpected lack of a case')
    const plan = await shadowPlan(world, unknown)
    const [phase] = plan.phases
    const statement = 'ALTER TABLE t1 ADD COLUMN nothing int'
    const adding = stepOf('add', 'ddl', {statement, tables: [unknown.table]})
    expect(await findings(plan)).toHaveLength(1)
    expect(await findings({...plan, phases: [{kind: 'expand', steps: [adding, ...(phase?.steps ?? [])]}]})).toEqual([])
  })
})
