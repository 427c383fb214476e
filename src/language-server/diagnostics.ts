/** Findings as editors show them. */
import {DiagnosticSeverity} from 'vscode-languageserver'
import type {Diagnostic, Range} from 'vscode-languageserver'
import type {TextDocument} from 'vscode-languageserver-textdocument'
import type {Severity} from '../core/define-rule.js'
import type {Message} from '../core/rules/message.js'
import type {Range as OffsetRange} from '../parse/source.js'

/** Who says so. */
const source = 'sqlsafe'

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information
}

/** A range of offsets as editors count: offsets of both are UTF-16 code units. */
export function rangeIn(document: TextDocument, {end, start}: OffsetRange): Range {
  return {start: document.positionAt(start), end: document.positionAt(end)}
}

/** A finding: what is wrong, how long it takes, and what to do instead; its rule is a link. */
export function toDiagnostic(
  {cause, duration, note, place, reason, ruleId, severity, url}: Message,
  document: TextDocument
): Diagnostic {
  const [, ...instead] = note
  const location = cause && {uri: document.uri, range: rangeIn(document, cause)}
  return {
    source,
    code: ruleId,
    codeDescription: {href: url},
    severity: severities[severity],
    range: rangeIn(document, place),
    message: [reason, duration ?? '', instead.join(' ')].filter(Boolean).join('\n'),
    ...(location && {relatedInformation: [{location, message: 'The other place involved'}]})
  }
}

/** What keeps a document from being checked, where it is seen: on its first line. */
export function faultDiagnostic(message: string): Diagnostic {
  const start = {line: 0, character: 0}
  return {source, severity: DiagnosticSeverity.Error, range: {start, end: {line: 0, character: 1}}, message}
}
