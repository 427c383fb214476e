/** Which findings are fixed: those that are reported. */
import {knownIn, withoutKnown} from '../baseline.js'
import type {Baseline} from '../baseline.js'
import type {CheckedFile} from '../check-result.js'
import {rules} from '../rules/rules.generated.js'
import {withoutEchoes} from './fix-project.js'

/** A baseline, and where it is. */
export interface KnownFindings {
  baseline: Baseline
  path: string
  cwd: string
}

/**
 * Without what a baseline knows, place by place. A rule that speaks once of a whole history is known in all files up to
 * the one that it has spoken in.
 */
export function selectReported(files: readonly CheckedFile[], known: KnownFindings | undefined): CheckedFile[] {
  if (known === undefined) return withoutEchoes(files)
  const {baseline, cwd, path} = known
  const knownOf = knownIn(files, baseline, path, cwd)
  const knows = (id: string, file: CheckedFile): boolean => knownOf(file).some(({ruleId}) => ruleId === id)
  const until = new Map<string, number>()
  for (const {id, once} of rules) {
    if (once === 'run')
      until.set(
        id,
        files.findLastIndex((file) => knows(id, file))
      )
  }
  const summary = {files: 0, statements: 0, unparsed: 0, errors: 0, warnings: 0, infos: 0}
  const left = withoutKnown({files: withoutEchoes(files), summary}, baseline, path, cwd).files
  return left.map((file, index) => ({
    ...file,
    messages: file.messages.filter(({ruleId}) => index > (until.get(ruleId) ?? -1))
  }))
}
