import {expect, test} from 'vitest'
import {readIndexStatement} from '../../../src/plan/parts/statement-text.js'

test.each([
  ['CREATE INDEX i ON ONLY app."t" USING gin (a)', 'USING gin (a)'],
  ['CREATE INDEX i ON ${app}.t (a)', '(a)'],
  ['CREATE INDEX ON {{ .app }}_t USING hash (${column})', 'USING hash (${column})']
])('%s is taken apart behind its table', (text, tail) => {
  expect(readIndexStatement(text)).toEqual({unique: false, tail})
})
