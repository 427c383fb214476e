/** `npm run new-rule -- <id>`: writes a rule to begin with; its tests fail until it says something. */
import {existsSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {indexFile, listRuleIds, renderIndex} from './generate-rule-index.js'

const [id] = process.argv.slice(2)
const path = id === undefined ? undefined : fileURLToPath(new URL(`../rules/${id}.ts`, import.meta.url))

if (id === undefined || path === undefined || !/^(no|require|prefer)(-[a-z0-9]+)+$/.test(id)) {
  console.error(
    `Unexpected rule id \`${id ?? ''}\`, expected one such as \`no-something\`, \`require-…\` or \`prefer-…\``
  )
  process.exitCode = 2
} else if (existsSync(path)) {
  console.error(`Unexpected rule id \`${id}\`, there is a rule of that name: rules/${id}.ts`)
  process.exitCode = 2
} else {
  writeFileSync(path, template(id))
  writeFileSync(indexFile, renderIndex(listRuleIds()))
  console.log(`rules/${id}.ts: say what it reports, then \`npm run generate\` and \`npx vitest run test/contract\``)
}

function template(name: string): string {
  return `import {defineRule} from '../src/core/define-rule.js'

/** Report … */
export default defineRule({
  id: '${name}',
  summary: '${name.startsWith('no-') ? 'Disallow' : name.startsWith('require-') ? 'Require' : 'Prefer'} …',
  severity: 'warning',
  on: 'table.drop',
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: '…',
  messages: {
    found: 'Unexpected …, expected …'
  },
  docs: {
    condition: '…',
    effect: '…',
    instead: '…',
    notWhen: '…',
    examples: [{name: 'plain', unsafe: '…', reports: ['1:1-1:2 found'], safe: ['…']}]
  },
  check(operation, {isNew, report}) {
    if (isNew(operation.table)) return
    report('found')
  }
})
`
}
