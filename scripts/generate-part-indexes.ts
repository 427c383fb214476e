/** Writes the indexes of folders in which each file is one part of the same kind: the CLI is bundled. */
import {readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

interface Folder {
  /** Below `src/`. */
  folder: string
  /** Folder of those that all engines have, below `src/`. */
  shared?: string
  /** What one is called, and the module and the type that say what it is, beside the index. */
  part: string
  module: string
  type: string
  /** Of the list. */
  name: string
}

const folders: readonly Folder[] = [
  {folder: 'plan/recipes', part: 'recipe', module: './recipe.js', type: 'Recipe', name: 'recipes'},
  {
    folder: 'apply/postgres/steps',
    shared: 'apply/steps',
    part: 'step',
    module: '../step.js',
    type: 'Step',
    name: 'steps'
  },
  {
    folder: 'apply/postgres/preflight',
    part: 'check',
    module: '../preflight.js',
    type: 'PreflightCheck',
    name: 'checks'
  },
  {
    folder: 'apply/postgres/throttle',
    shared: 'apply/throttle',
    part: 'throttle',
    module: '../throttle.js',
    type: 'Throttle',
    name: 'throttles'
  },
  {folder: 'apply/mysql/steps', shared: 'apply/steps', part: 'step', module: '../step.js', type: 'Step', name: 'steps'},
  {folder: 'apply/mysql/preflight', part: 'check', module: '../preflight.js', type: 'PreflightCheck', name: 'checks'},
  {
    folder: 'apply/mysql/throttle',
    shared: 'apply/throttle',
    part: 'throttle',
    module: '../throttle.js',
    type: 'Throttle',
    name: 'throttles'
  }
]

/** Path and text of each index. */
export function renderPartIndexes(): Array<{path: string; text: string}> {
  return folders.map((each) => ({
    path: fileURLToPath(new URL(`../src/${each.folder}.generated.ts`, import.meta.url)),
    text: render(each)
  }))
}

function render({folder, module, name, part, shared, type}: Folder): string {
  const last = folder.split('/').at(-1) ?? ''
  const files = [
    ...filesIn(folder).map((file) => ({file, from: `./${last}/${file}.js`})),
    ...(shared === undefined ? [] : filesIn(shared).map((file) => ({file, from: `../${last}/${file}.js`})))
  ].sort((a, b) => (a.file < b.file ? -1 : 1))
  return [
    '// Written by scripts/generate-part-indexes.ts: do not edit.',
    ...files.map(({file, from}) => `import {${camelCase(file)}} from '${from}'`),
    `import type {${type}} from '${module}'`,
    '',
    `/** Each ${part} of the folder, by the names of their files. */`,
    `export const ${name}: readonly ${type}[] = [\n${files.map(({file}) => `  ${camelCase(file)}`).join(',\n')}\n]`,
    ''
  ].join('\n')
}

function filesIn(folder: string): string[] {
  return readdirSync(new URL(`../src/${folder}/`, import.meta.url), {withFileTypes: true}).flatMap((entry) => {
    if (entry.isDirectory()) return filesIn(`${folder}/${entry.name}`).map((file) => `${entry.name}/${file}`)
    return entry.name.endsWith('.ts') ? [entry.name.slice(0, -'.ts'.length)] : []
  })
}

function camelCase(name: string): string {
  return name.replace(/[-/](\w)/g, (_dash, letter: string) => letter.toUpperCase())
}
