import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {UsageError} from '../usage-error.js'
import {planInit} from '../init/init.js'
import type {InitPlan} from '../init/init.js'
import {write} from './output.js'
import type {Dialect} from '../server/server.js'

/** What `sqlsafe init` is given. */
export interface InitCommandOptions {
  dialect?: Dialect
  from?: string
  preCommit?: boolean
  github?: boolean
  dryRun?: boolean
  force?: boolean
}

const next = [
  'Next:',
  '  npx sqlsafe check                       what there is to be found',
  '  npx sqlsafe check --write-baseline      take it for known, and name the file by `baseline`',
  '  npx sqlsafe check --since origin/main   only what this branch changes'
]

/** Look, write, and say what was found and why. */
export async function runInit({dryRun, force, ...options}: InitCommandOptions): Promise<void> {
  const cwd = process.cwd()
  const plan = await planInit(cwd, {...options, force})
  if (dryRun === true) {
    const files = plan.files.map(({path, text}) => `--- ${path}\n${text}`)
    write([report(plan), ...files].join('\n'))
    return
  }

  const there = plan.files.filter((file) => !file.extends && existsSync(join(cwd, file.path)))
  if (there.length > 0 && force !== true) {
    const names = there.map(({path}) => `\`${path}\``).join(', ')
    throw new UsageError(`Unexpected ${names}, which is there already; expected \`--force\` to write over it`)
  }
  for (const {path, text} of plan.files) {
    mkdirSync(dirname(join(cwd, path)), {recursive: true})
    writeFileSync(join(cwd, path), text)
  }
  const written = plan.files.map((file) => `${file.extends ? 'Extended' : 'Wrote'} ${file.path}`)
  const steps = plan.unnamed === true ? [] : ['', ...next]
  write(`${[report(plan), ...written, ...steps].join('\n')}\n`)
}

function report({found, notes, recipe}: InitPlan): string {
  const width = Math.max(...found.map(([, value]) => value.length))
  return [
    'Found:',
    ...found.map(([what, value, because]) => `  ${what.padEnd(11)} ${value.padEnd(width)}  ${because}`),
    '',
    ...(notes.length > 0 ? ['To know:', ...notes.map((note) => `  - ${note}`), ''] : []),
    ...(recipe.length > 0 ? [...recipe, ''] : [])
  ].join('\n')
}
