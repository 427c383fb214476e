import {describe, expect, it} from 'vitest'
import {check} from '../../../src/library/check.js'
import {otherBranches} from '../../../src/migrations/reading/go-template.js'
import {blankInside} from '../../../src/migrations/reading/sections.js'
import {plan} from '../../../src/library/plan.js'
import type {Dialect} from '../../../src/server/server.js'

/** What is left of a template, without the blanks. */
function left(text: string, dialect: Dialect): string {
  const chosen = blankInside(text, otherBranches(text, dialect))
  expect(chosen).toHaveLength(text.length)
  return chosen.replace(/ +/g, ' ').trim()
}

describe('of a template for several engines is read', () => {
  const template = '{{if .postgres}}a{{else if .mysql}}b{{else}}c{{end}} d'

  it.each([
    ['postgres', 'a d'],
    ['mysql', 'b d'],
    ['mariadb', 'b d']
  ] as const)('what is for %s', (dialect, expected) => {
    expect(left(template, dialect)).toBe(expected)
  })

  it.each([
    ['{{if or .sqlite .postgres}}a{{end}}', 'a'],
    ['{{- if not .postgres -}}a{{- end -}} b', 'b'],
    ['{{if and .mysql .plugin}}a{{else}}b{{end}}', 'b'],
    ['{{if and (not .sqlite) (or .mysql .postgres)}}a{{end}}', 'a'],
    ['{{if .mysql}}{{if .plugin}}a{{end}}{{end}}b', 'b'],
    ['{{/* about it */}}a {{.prefix}}b', 'a {{.prefix}}b']
  ])('%s', (text, expected) => {
    expect(left(text, 'postgres')).toBe(expected)
  })

  it.each([
    '{{if .plugin}}a{{else}}b{{end}}',
    '{{if and .postgres .plugin}}a{{else}}b{{end}}',
    "INSERT INTO mail VALUES ('{{range .lines}}{{.}}{{end}}')",
    '{{if .mysql}}a',
    'a{{end}}'
  ])('all of what only the runner knows: %s', (text) => {
    expect(otherBranches(text, 'postgres')).toEqual([])
  })

  it('at its place, and templates that stay are told once a migration', async () => {
    const text = [
      'CREATE TABLE account (id bigint PRIMARY KEY{{if .mysql}}, KEY (id){{end}}) {{if .mysql}}ENGINE = InnoDB{{end}};',
      '{{ addColumnIfNeeded "account" "age" }};',
      '{{ addColumnIfNeeded "account" "size" }};'
    ].join('\n')
    const {files} = await check({cwd: '/p', paths: ['.'], files: {'1.sql': text}, dialect: 'postgres'})
    const [found, ...others] = files.flatMap(({messages}) => messages)
    expect(others).toEqual([])
    expect(found).toMatchObject({ruleId: 'unreadable-template', place: {start: text.indexOf('\n') + 1}})
    expect(found?.reason).toMatch(/ \(and 1 more in this migration\)$/)
  })
  it('and no other one is planned, or written over', async () => {
    const text =
      'CREATE INDEX ON account (id) {{if .mysql}}ALGORITHM = INPLACE{{end}};\nALTER TABLE account ADD COLUMN a int;'
    const files = {'migrations/1.sql': text}
    const given = {cwd: '/p', paths: ['migrations'], files, dialect: 'postgres'} as const
    expect(JSON.stringify(await plan(given))).not.toContain('.mysql')
  })
})
