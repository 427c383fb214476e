import {describe, expect, it} from 'vitest'
import {growthOfTime, proportionate} from '../../helpers/processor-time.js'
import {mariadb, mysql, read} from './read.js'

/** Numbers from 0 to 1 that are the same on each run. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const fragments =
  `CREATE|TABLE|ALTER|t|(|)|,|;|a int|ADD COLUMN|'|"|\`|\\|/*|*/|/*!50100|/*M!|--|-- |#|\n|DELIMITER $$\n|$$|BEGIN|END
|IF|CASE|PROCEDURE|CALL|SET|@x|=|PREPARE|FROM|EXECUTE|PARTITION BY|UPDATE|WHERE|SELECT|INSERT|VALUES|\${x}|{{x|:y|\0|é|😀|1e5|0x|.|\u0001
|WITH|AS|JOIN|TRIGGER|FOR EACH ROW|DECLARE|HANDLER|LOOP|DEFAULT|GENERATED ALWAYS AS|KEY|CONSTRAINT|CHECK|LIMIT|ON`.split(
    /\|/
  )

describe('rubbish', () => {
  it('is never thrown at, and every place lies inside of the text', () => {
    const random = createRandom(7)
    for (let round = 0; round < 1500; round++) {
      const count = Math.floor(random() * 60)
      const sql = Array.from({length: count}, () => fragments[Math.floor(random() * fragments.length)]).join(
        random() < 0.5 ? ' ' : ''
      )
      for (const server of [mysql, mariadb]) {
        for (const {commands, problems, range} of read(sql, server).statements) {
          const ranges = [
            range,
            ...problems.map((problem) => problem.range),
            ...commands.map((command) => command.range)
          ]
          for (const {end, start} of ranges) {
            expect(start).toBeGreaterThanOrEqual(0)
            expect(end).toBeLessThanOrEqual(sql.length)
            expect(end).toBeGreaterThanOrEqual(start)
          }
          expect(commands.length + problems.length).toBeGreaterThan(0)
        }
      }
    }
  })

  it('of bytes is a problem', () => {
    const random = createRandom(11)
    const bytes = Array.from({length: 5000}, () => String.fromCharCode(Math.floor(random() * 256))).join('')
    expect(read(bytes).statements.some(({problems}) => problems.length > 0)).toBe(true)
  })

  it.each(['', ' \n', ';;;', '-- nothing', '\uFEFF'])('%j has no statements', (sql) => {
    expect(read(sql).statements).toEqual([])
  })
})

describe('time', () => {
  it.each([
    ['many statements', 'ALTER TABLE t ADD COLUMN a varchar(10) NOT NULL;\n'],
    ['one long insert', "(1, 'text', NULL), "],
    ['strings without end', "' \\'\n"],
    ['comments in comments', '/*!99999 /* '],
    ['routines without end', 'CREATE PROCEDURE p() BEGIN SELECT 1;\n'],
    ['parentheses', '('],
    ['placeholders', 'a${b'],
    ['words', 'a '],
    ['backticks', '`a`.'],
    ['dollar quotes without end', '$a%d$ ']
  ])('grows with the text: %s', (_name, part) => {
    let number = 0
    const make = (count: number) =>
      `INSERT INTO t VALUES (1);\n${part.repeat(count).replace(/%d/g, () => String(number++))}`
    const texts = {1: make(1500), 16: make(24_000)}
    expect(growthOfTime((times) => read(texts[times]))).toBeLessThan(proportionate)
  })
})
