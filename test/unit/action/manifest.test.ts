import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {expect, test} from 'vitest'
import {manifest} from '../../helpers/action.js'

/** Names that a file of the action hands to functions. */
function namesIn(file: string, call: RegExp): string[] {
  const text = readFileSync(fileURLToPath(new URL(`../../../src/action/${file}`, import.meta.url)), 'utf8')
  return [...text.matchAll(call)].map(([, name = '']) => name).sort()
}

test('all inputs that are read are described, and no others', () => {
  const read = namesIn('inputs.ts', /\b(?:getInput|getMultilineInput|text|choice)\('([\w-]+)'/g)
  expect(Object.keys(manifest.inputs).sort()).toEqual(read)
})

test('all outputs that are set are described, and no others', () => {
  const set = namesIn('report.ts', /\bsetOutput\('([\w-]+)'/g)
  const counts = ['errors', 'warnings', 'infos', 'files', 'statements', 'unparsed']
  expect(Object.keys(manifest.outputs).sort()).toEqual([...set, ...counts].sort())
})
