import type {Fix, Log, Notification, ReportingDescriptor, Result} from 'sarif'
import {version} from '../../version.js'
import type {CheckedFile, CheckResult} from '../../core/check-result.js'
import type {Rule} from '../../core/define-rule.js'
import {fingerprintsOf} from '../../core/fingerprint.js'
import {placesIn} from '../../core/place.js'
import type {Place} from '../../core/place.js'
import type {Message} from '../../core/rules/message.js'
import {rules as ownRules} from '../../core/rules/rules.generated.js'
import type {Range} from '../../parse/source.js'
import {effectJson} from '../effect-json.js'
import type {ReportContext, Wanted} from '../context.js'
import {artifactAt, locationOf, regionOf, sourceRoot} from '../sarif/location.js'
import {levels, ruleDescriptor} from '../sarif/rule-descriptor.js'
import {describeServer} from '../server-line.js'

/**
 * Ours, so that GitHub's upload action still computes `primaryLocationLineHash`: it warns of each one that differs
 * from its own. https://github.com/github/codeql-action/blob/main/src/fingerprints.ts
 */
const fingerprintName = 'sqlsafe/v1'

/** The report of `check` as SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function checkSarif(result: CheckResult, context: ReportContext): string {
  const {files, summary} = result
  const rules = describeRules(result, context.rules ?? ownRules)
  const indexes = new Map(rules.map(({id}, index) => [id, index]))
  const faults = faultsOf(files)
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'sqlsafe',
            version,
            semanticVersion: version,
            informationUri: 'https://github.com/sqlsafe/sqlsafe',
            rules
          }
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {[sourceRoot]: {description: {text: 'The folder that sqlsafe ran in.'}}},
        invocations: [{executionSuccessful: faults.length === 0, toolExecutionNotifications: faults}],
        artifacts: files.map(({path}) => ({location: artifactAt(path), ...languageOf(path)})),
        results: files.flatMap((file) => resultsOf(file, context, indexes)),
        properties: {server: describeServer(context.project), summary}
      }
    ]
  }
  return `${JSON.stringify(log, null, 2)}\n`
}
checkSarif.wants = ['fixes', 'rules'] as const satisfies readonly Wanted[]

/** Migrations may also be scripts. */
function languageOf(path: string): {sourceLanguage?: string} {
  if (/\.[cm]?tsx?$/.test(path)) return {sourceLanguage: 'typescript'}
  if (/\.[cm]?jsx?$/.test(path)) return {sourceLanguage: 'javascript'}
  return path.endsWith('.sql') ? {sourceLanguage: 'sql'} : {}
}

/** Those that have found something, in the order of their ids. */
function describeRules({files}: CheckResult, rules: readonly Rule[]): ReportingDescriptor[] {
  const found = new Map<string, ReportingDescriptor>()
  for (const {ruleId, url} of files.flatMap(({messages}) => messages)) {
    if (found.has(ruleId)) continue
    const rule = rules.find(({id}) => id === ruleId)
    // A fault is no rule's.
    found.set(ruleId, rule === undefined ? {id: ruleId, helpUri: url} : ruleDescriptor(rule))
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function faultsOf(files: readonly CheckedFile[]): Notification[] {
  return files.flatMap(({messages, path, text}) =>
    messages
      .filter(({ruleId}) => ruleId === 'internal-error')
      .map(({place, reason}) => ({
        level: 'error' as const,
        message: {text: plain(reason)},
        locations: [locationOf(path, placesIn(text)(place), text)]
      }))
  )
}

function resultsOf(file: CheckedFile, context: ReportContext, ruleIndexes: ReadonlyMap<string, number>): Result[] {
  const {messages, path, text} = file
  const {dialect} = context.project.server
  const toPlace = placesIn(text)
  const fingerprints = fingerprintsOf(file)
  return messages.map((message, index) => {
    const {cause, duration, effects, recipe, ruleId, severity} = message
    const ruleIndex = ruleIndexes.get(ruleId)
    const fingerprint = fingerprints[index]
    const fix = fixOf(message, path, toPlace)
    return {
      ruleId,
      ...(ruleIndex !== undefined && {ruleIndex}),
      level: levels[severity],
      message: {text: plain(duration === undefined ? message.reason : `${message.reason}. ${duration}`)},
      locations: [locationOf(path, toPlace(message.place), text)],
      ...(cause && {relatedLocations: [relatedTo(path, toPlace(cause), text)]}),
      ...(fingerprint !== undefined && {partialFingerprints: {[fingerprintName]: fingerprint}}),
      ...(fix && {fixes: [fix]}),
      properties: {recipe, effects: effects.map((effect) => effectJson(effect, dialect))}
    }
  })
}

function relatedTo(path: string, place: Place, text: string): NonNullable<Result['relatedLocations']>[number] {
  return {id: 1, message: {text: 'The other place involved'}, ...locationOf(path, place, text)}
}

/** `undefined` also where it would replace a file that is not known here. */
function fixOf({fix}: Message, path: string, toPlace: (range: Range) => Place): Fix | undefined {
  const {edits = [], files = []} = fix ?? {}
  if (fix === undefined || files.some(({replaces}) => replaces === true)) return undefined
  const edited = {
    artifactLocation: artifactAt(path),
    replacements: edits.map(({range, text}) => ({
      deletedRegion: regionOf(toPlace(range)),
      insertedContent: {text}
    }))
  }
  const made = files.map((file) => ({
    artifactLocation: artifactAt(file.path),
    replacements: [{deletedRegion: {charOffset: 0, charLength: 0}, insertedContent: {text: file.text}}]
  }))
  const changes = [...(edits.length > 0 ? [edited] : []), ...made]
  return changes.length === 0
    ? undefined
    : {description: {text: 'What `sqlsafe check --fix` changes'}, artifactChanges: changes}
}

/** `[text](target)` would be a link. */
function plain(text: string): string {
  return text.replace(/\[(?=[^\]]*\]\()/g, '\\[').replace(/\](?=\()/g, '\\]')
}
