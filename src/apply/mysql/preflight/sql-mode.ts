import type {PlannedStep} from '../../../plan/plan.js'
import type {PreflightFinding} from '../../preflight.js'
import {definePreflightCheck} from '../../preflight.js'
import {inputsOf} from '../../view/work.js'
import {variablesOf} from '../view/variables.js'
import {changesOf} from '../view/work.js'

/**
 * The same text means other things under other modes.
 * https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html
 */
export const sqlMode = definePreflightCheck({
  name: 'sql-mode',
  summary: "no statement that the server's `sql_mode` reads in another way, and values that do not fit are refused",
  async check({connection, plan, steps}) {
    const own = (await variablesOf(connection, ['sql_mode'])).get('sql_mode') ?? ''
    const findings = new Map<string, PreflightFinding>()
    for (const step of steps) {
      const modes = (step.settings['sql_mode'] ?? own).toUpperCase().split(',')
      for (const text of textsOf(step)) {
        for (const {appearsIn, means, mode} of readings) {
          if (!modes.includes(mode) || !appearsIn(text)) continue
          findings.set(mode, {
            severity: 'warning',
            text: `Unexpected \`sql_mode\` with ${mode}, expected none for statements such as \`${shorten(text)}\`: there it means ${means}; plan with \`--database-url\`, and accept it when the plan was`
          })
        }
      }
      if (modes.some((mode) => mode.startsWith('STRICT_')) || findings.has('strict')) continue
      if (await writesValues(step, plan)) findings.set('strict', lax(step.settings['sql_mode'] ?? own))
    }
    return [...findings.values()]
  }
})

const readings = [
  {
    mode: 'ANSI_QUOTES',
    appearsIn: (text: string) => bare(text).includes('"'),
    means: 'a name, and not a string, in double quotes'
  },
  {
    mode: 'NO_BACKSLASH_ESCAPES',
    appearsIn: (text: string) => text.includes('\\'),
    means: 'a backslash itself, and no escape'
  },
  {
    mode: 'PIPES_AS_CONCAT',
    appearsIn: (text: string) => bare(text).includes('||'),
    means: 'the joining of texts, and not OR'
  },
  {
    mode: 'HIGH_NOT_PRECEDENCE',
    appearsIn: (text: string) => /\bnot\b(?!\s+(?:null|in|like|between|exists|regexp))/i.test(bare(text)),
    means: '(NOT a) of the nearest operand'
  }
] as const

/** Without strings in single quotes, names in backticks, and comments. */
function bare(text: string): string {
  return text.replace(/'(?:[^'\\]|\\.|'')*'|`[^`]*`|\/\*[\s\S]*?\*\/|--\s.*|#.*/g, ' ')
}

function textsOf(step: PlannedStep): string[] {
  const steps = [step]
  return [
    ...inputsOf(steps, 'transaction').flatMap(({statements}) => statements),
    ...inputsOf(steps, 'ddl').map(({statement}) => statement),
    ...inputsOf(steps, 'batch').flatMap(({set = '', where = ''}) => [set, where]),
    ...inputsOf(steps, 'shadow-create').flatMap(({changes, columns}) => [...changes, ...Object.values(columns)])
  ].filter((text) => text !== '')
}

async function writesValues(step: PlannedStep, plan: Parameters<typeof changesOf>[1]): Promise<boolean> {
  if (inputsOf([step], 'batch').some(({verb}) => verb === 'update')) return true
  const operations = await changesOf([step], plan)
  return operations.some(({kind}) => /^(?:rows\.(?:insert|update)|column\.modify|column\.set-not-null)$/.test(kind))
}

function lax(mode: string): PreflightFinding {
  return {
    severity: 'warning',
    text: `Unexpected \`sql_mode = '${mode}'\` without a strict mode, expected \`STRICT_TRANS_TABLES\`: values that do not fit are cut or made 0 with a warning that nobody reads`
  }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= 60 ? line : `${line.slice(0, 60)}…`
}
