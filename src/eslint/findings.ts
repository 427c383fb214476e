/** What is found in the file that ESLint is at: worked out when the first rule asks, with what all rules were given. */
import {resolve} from 'node:path'
import type {Rule as EslintRule} from 'eslint'
import type {OpenFile} from '../core/open-file/file-project.js'
import type {Message} from '../core/rules/message.js'
import {ask} from './ask.js'
import {readOptions} from './options.js'
import type {LanguageOptions} from './options.js'
import {SqlSourceCode} from './source-code.js'

type Context = EslintRule.RuleContext

/** What rules have asked about one file. */
interface FileOfRules {
  open: OpenFile
  options: LanguageOptions
  /** Options by rule id, of those that are on. */
  enabled: Record<string, Record<string, unknown>>
  /** By rule id, when they are there. */
  found?: Map<string, Message[]>
}

const files = new WeakMap<object, FileOfRules>()

/** Say that a rule is on; ESLint makes all rules of a file before it asks the first of them anything. */
export function enable(id: string, context: Context): FileOfRules {
  const {sourceCode} = context
  const file = files.get(sourceCode) ?? fileOf(context)
  files.set(sourceCode, file)
  file.enabled[id] = (context.options[0] as Record<string, unknown> | undefined) ?? {}
  return file
}

/**
 * The findings of a rule in a file, each handed over once.
 *
 * @param also Which findings of rules that ESLint does not know go with this one's.
 */
export function findingsOf(id: string, file: FileOfRules, also: (ruleId: string) => boolean): readonly Message[] {
  const found = (file.found ??= findAll(file))
  const own = [...found.keys()].filter((ruleId) => ruleId === id || also(ruleId))
  const messages = own.flatMap((ruleId) => found.get(ruleId) ?? [])
  for (const ruleId of own) found.delete(ruleId)
  return messages
}

function findAll({enabled, open}: FileOfRules): Map<string, Message[]> {
  const answer = ask({kind: 'check', file: open, enabled})
  if (answer.fault !== undefined) throw new Error(answer.fault)
  const found = new Map<string, Message[]>()
  for (const message of answer.value) {
    const {ruleId} = message
    found.set(ruleId, [...(found.get(ruleId) ?? []), message])
  }
  return found
}

/** Of a script, what `settings.sqlsafe` says. */
function fileOf({cwd, filename, settings, sourceCode}: Context): FileOfRules {
  // The types of ESLint know no other source code than that of JavaScript.
  const code: unknown = sourceCode
  if (code instanceof SqlSourceCode) return {open: code.open, options: code.options, enabled: {}}
  const options = readOptions(settings['sqlsafe'], 'settings.sqlsafe')
  const {fixes: _fixes, ...fileOptions} = options
  return {
    open: {absolutePath: resolve(cwd, filename), text: sourceCode.text, cwd, options: fileOptions},
    options,
    enabled: {}
  }
}
