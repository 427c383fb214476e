import {describe, expect, it} from 'vitest'
import type {Message} from '../../../src/core/rules/message.js'
import {findSuppressions, suppress} from '../../../src/core/rules/suppressions.js'
import {loadReader} from '../../../src/operations/read.js'
import type {Script} from '../../../src/operations/script.js'
import {growthOfTime, proportionate} from '../../helpers/processor-time.js'

const readPostgres = await loadReader({dialect: 'postgres', version: [18]})

/** Findings of `ruleId` at each `needle` of a text that are left. */
function left(text: string, findings: ReadonlyArray<[ruleId: string, needle: string]>): string[] {
  const messages = findings.map(([ruleId, needle]): Message => {
    const start = text.indexOf(needle)
    const place = {start, end: start + needle.length}
    const about = {messageId: 'x', severity: 'error', reason: needle, place, url: '', recipe: null} as const
    return {ruleId, ...about, effects: [], note: []}
  })
  return suppress(messages, findSuppressions(readPostgres(text), text)).kept.map(({reason}) => reason)
}

describe('sqlsafe-disable-next-line', () => {
  it('covers the statement that begins on the next line, through its end', () => {
    const text =
      '-- sqlsafe-disable-next-line no-x: why\nALTER TABLE a\n  DROP COLUMN b,\n  DROP COLUMN c;\nDROP TABLE d;'
    expect(
      left(text, [
        ['no-x', 'DROP COLUMN b'],
        ['no-x', 'DROP COLUMN c'],
        ['no-x', 'DROP TABLE d']
      ])
    ).toEqual(['DROP TABLE d'])
  })

  it('covers only the clause that begins on the next line', () => {
    const text = 'ALTER TABLE a\n  -- sqlsafe-disable-next-line no-x\n  DROP COLUMN b,\n  DROP COLUMN c;'
    expect(
      left(text, [
        ['no-x', 'DROP COLUMN b'],
        ['no-x', 'DROP COLUMN c']
      ])
    ).toEqual(['DROP COLUMN c'])
  })

  it('passes over empty lines and other comments', () => {
    const text = '-- sqlsafe-disable-next-line no-x\n\n-- for the auditors\n/* and\nothers */\nDROP TABLE a;'
    expect(left(text, [['no-x', 'DROP TABLE a']])).toEqual([])
  })

  it('keeps back only the rules that it names', () => {
    const text = '/* sqlsafe-disable-next-line no-x, no-y: both */\nDROP TABLE a;'
    expect(
      left(text, [
        ['no-x', 'DROP'],
        ['no-y', 'DROP TABLE'],
        ['no-z', 'DROP TABLE a']
      ])
    ).toEqual(['DROP TABLE a'])
  })

  it('does not take a reason without a colon for all rules', () => {
    const text = '-- sqlsafe-disable-next-line no-x because it is old\nDROP TABLE a;'
    expect(
      left(text, [
        ['no-x', 'DROP'],
        ['no-z', 'DROP TABLE']
      ])
    ).toEqual(['DROP', 'DROP TABLE'])
  })

  it('works in the last line of a file', () => {
    expect(left('DROP TABLE a;\n-- sqlsafe-disable-next-line no-x', [['no-x', 'DROP']])).toEqual(['DROP'])
  })
})

describe('sqlsafe-disable-line', () => {
  it('covers what begins on its own line', () => {
    const text = 'DROP TABLE a; -- sqlsafe-disable-line no-x: empty\nDROP TABLE b;'
    expect(
      left(text, [
        ['no-x', 'DROP TABLE a'],
        ['no-x', 'DROP TABLE b']
      ])
    ).toEqual(['DROP TABLE b'])
  })
})

describe('sqlsafe-disable', () => {
  const text =
    '-- sqlsafe-disable no-x, no-y\nDROP TABLE a;\n-- sqlsafe-enable no-x\nDROP TABLE b;\n-- sqlsafe-enable\nDROP TABLE c;'

  it('holds for each rule until it is enabled', () => {
    expect(
      left(text, [
        ['no-x', 'DROP TABLE a'],
        ['no-x', 'DROP TABLE b'],
        ['no-x', 'DROP TABLE c']
      ])
    ).toEqual(['DROP TABLE b', 'DROP TABLE c'])
    expect(
      left(text, [
        ['no-y', 'DROP TABLE a'],
        ['no-y', 'DROP TABLE b'],
        ['no-y', 'DROP TABLE c']
      ])
    ).toEqual(['DROP TABLE c'])
  })

  it('holds to the end of the file without an enable', () => {
    expect(left('-- sqlsafe-disable no-x\r\nDROP TABLE a;\r\nDROP TABLE b;', [['no-x', 'DROP TABLE b']])).toEqual([])
  })

  it('keeps syntax errors back by name only', () => {
    const all = '-- sqlsafe-disable\nDROP TABEL a;'
    expect(left(all, [['syntax-error', 'TABEL']])).toEqual(['TABEL'])
    expect(left('-- sqlsafe-disable syntax-error\nDROP TABEL a;', [['syntax-error', 'TABEL']])).toEqual([])
  })
})

describe('findSuppressions', () => {
  it('marks comments that read like one', () => {
    const text = '-- sqlsafe-ignore no-x\n-- sqlsafe is a tool\n-- sqlsafe-disable-next-statement no-x\nSELECT 1;'
    const found = findSuppressions(readPostgres(text), text)
    expect(found.map(({unreadable}) => unreadable)).toEqual([true, true])
  })

  it('reads names and reason', () => {
    const text = '-- sqlsafe-disable-line no-x ,no-y :  see: the ticket\nSELECT 1;'
    const [found] = findSuppressions(readPostgres(text), text)
    expect(found).toMatchObject({directive: 'disable-line', rules: ['no-x', 'no-y'], reason: 'see: the ticket'})
  })
})

describe('many suppressions', () => {
  it.each([
    ['in a row', () => '-- sqlsafe-disable-next-line\n'],
    [
      'that begin and end',
      (n: number) => `-- sqlsafe-disable no-x\nDROP TABLE t${String(n)};\n-- sqlsafe-enable no-x\n`
    ],
    ['of next lines', (n: number) => `-- sqlsafe-disable-next-line no-x\n-- why\nDROP TABLE t${String(n)};\n`]
  ])('%s take time in proportion', (_name, piece) => {
    const make = (count: number): {script: Script; text: string} => {
      const text = Array.from({length: count}, (_, index) => piece(index)).join('')
      return {script: readPostgres(text), text}
    }
    const made = {1: make(1000), 16: make(16_000)}
    expect(growthOfTime((times) => findSuppressions(made[times].script, made[times].text))).toBeLessThan(proportionate)
  })

  it('end at the first that ends them', () => {
    const text =
      '-- sqlsafe-disable\nDROP TABLE a;\n-- sqlsafe-enable no-y\nDROP TABLE b;\n-- sqlsafe-enable no-x\n-- sqlsafe-enable\nDROP TABLE c;'
    const findings = ['a', 'b', 'c'].flatMap((name): Array<[string, string]> => [
      ['no-x', `DROP TABLE ${name}`],
      ['no-y', `TABLE ${name}`],
      ['no-z', `${name};`]
    ])
    expect(left(text, findings)).toEqual(['TABLE b', 'DROP TABLE c', 'TABLE c', 'c;'])
  })
})
