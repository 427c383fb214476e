import type {CheckedFile, CheckResult} from '../../core/check-result.js'
import {placesIn} from '../../core/place.js'
import type {Message} from '../../core/rules/message.js'
import {element, xmlDocument} from '../xml.js'

/**
 * The report of `check` as test results: a suite for each file, a case for each finding. Notes pass, with their text as
 * output; a file without findings is one case that passes. Nothing is said that the strictest reader, the xUnit plugin of
 * Jenkins, refuses: a case has no `file`. https://github.com/testmoapp/junitxml
 */
export function checkJunit({files}: CheckResult): string {
  const suites = files.map((file) => ({...countsOf(file), text: suiteOf(file)}))
  const sum = (key: 'failures' | 'tests'): number => suites.reduce((total, suite) => total + suite[key], 0)
  const root = {name: 'sqlsafe', tests: sum('tests'), failures: sum('failures'), errors: 0, time: 0}
  return xmlDocument(
    element(
      'testsuites',
      root,
      suites.map(({text}) => text)
    )
  )
}

function countsOf({messages}: CheckedFile): {tests: number; failures: number} {
  return {tests: Math.max(messages.length, 1), failures: messages.filter(fails).length}
}

function suiteOf(file: CheckedFile): string {
  const {messages, path, text} = file
  const toPlace = placesIn(text)
  const cases = messages.map((message) => caseOf(message, path, toPlace(message.place).start))
  const passed = element('testcase', {name: 'no finding', classname: path, time: 0})
  const attributes = {name: path, file: path, ...countsOf(file), errors: 0, skipped: 0, time: 0}
  return element('testsuite', attributes, cases.length > 0 ? cases : [passed])
}

function caseOf(message: Message, path: string, {column, line}: {line: number; column: number}): string {
  const {duration, note, reason, ruleId, severity, url} = message
  const text = [`${path}:${line}:${column}`, reason, duration ?? '', ...note, url].filter(Boolean).join('\n')
  const outcome = fails(message)
    ? element('failure', {message: reason, type: severity}, text)
    : element('system-out', {}, text)
  return element('testcase', {name: `${ruleId} at ${line}:${column}`, classname: path, time: 0}, [outcome])
}

function fails({severity}: Message): boolean {
  return severity !== 'info'
}
