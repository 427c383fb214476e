import type {CheckResult} from '../../core/check-result.js'
import type {Severity} from '../../core/define-rule.js'
import {fingerprintsOf} from '../../core/fingerprint.js'
import {placesIn} from '../../core/place.js'

const severities: Record<Severity, string> = {error: 'critical', warning: 'major', info: 'info'}

/**
 * The report of `check` for GitLab's Code Quality.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function checkGitlab({files}: CheckResult): string {
  const issues = files.flatMap((file) => {
    const toPlace = placesIn(file.text)
    const fingerprints = fingerprintsOf(file)
    return file.messages.map(({duration, note, place, reason, ruleId, severity, url}, index) => {
      const {end, start} = toPlace(place)
      return {
        type: 'issue',
        check_name: ruleId,
        description: reason,
        content: {body: [...note, duration ?? '', url].filter(Boolean).join('\n\n')},
        categories: ['Bug Risk'],
        severity: severities[severity],
        fingerprint: fingerprints[index],
        location: {path: file.path, lines: {begin: start.line, end: end.line}}
      }
    })
  })
  return `${JSON.stringify(issues, null, 2)}\n`
}
