/** What editors and linters ask: what is found in one file as it is now, by the rules that are asked for. */
import {join, resolve} from 'node:path'
import {build, cacheFolder} from '../../cache/folder.js'
import {stdinPath} from '../../migrations/load.js'
import type {Migration} from '../../migrations/migration.js'
import {readBaseline, withoutKnown} from '../baseline.js'
import {checkFound} from '../check-found.js'
import type {CheckedFile, CheckResult} from '../check-result.js'
import type {Configuration, RuleLevel} from '../configuration/configuration.js'
import {rulesOf} from '../custom-rules/rules-of.js'
import {isOnIn} from '../presets.js'
import {createFileProjects} from './file-project.js'
import type {FileProject, OpenFile} from './file-project.js'
import {createConfigurations} from './nearest-configuration.js'

/** Rules that are on, with options that go over those of the configuration. */
export type EnabledRules = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Answers about open files; what it has worked out for one file of a project, it knows for all of them. */
export interface FileFindings {
  /** The project that a file lives in. */
  project: (file: OpenFile) => Promise<FileProject>
  /** The migration that a file is; `undefined`: its runner does not run it going up. */
  migration: (file: OpenFile) => Promise<Migration | undefined>
  /** The findings in it. `enabled`: only those of these rules, and of custom ones; default: as the configuration says. */
  check: (file: OpenFile, enabled?: EnabledRules) => Promise<CheckedFile>
}

/**
 * Create what answers about files; its functions throw `UsageError`s.
 *
 * @param trustMs For how long files of a project are taken for unchanged. Default: not at all.
 */
export function createFileFindings(trustMs?: number): FileFindings {
  const projectOf = createFileProjects(createConfigurations(), trustMs)

  return {
    project: projectOf,
    async migration(file) {
      return (await projectOf(file)).migrations.get(file.absolutePath)
    },
    async check(file, enabled) {
      const project = await projectOf(file)
      const nothing = {path: file.absolutePath, text: file.text, messages: []}
      if (!project.migrations.has(file.absolutePath)) return nothing
      const files = await checkOnce(project, file, enabled)
      return files.get(file.absolutePath) ?? nothing
    }
  }
}

/** All files of the project are checked together: the others will be asked for, too. */
async function checkOnce(
  project: FileProject,
  {absolutePath, cwd}: OpenFile,
  enabled: EnabledRules | undefined
): Promise<ReadonlyMap<string, CheckedFile>> {
  const key = JSON.stringify([enabled])
  const known = project.kept.get(key) as ReadonlyMap<string, CheckedFile> | undefined
  if (known !== undefined) return known

  const configuration = enabled ? withRules(project.configuration, enabled) : project.configuration
  const folder = build === undefined ? undefined : join(cacheFolder(), build)
  const found = await checkFound(await project.find(), configuration, folder, {fixes: 'first'})
  const {files} = withoutBaseline(found, configuration, cwd)
  const pathOf = ({path}: CheckedFile): string => (path === stdinPath ? absolutePath : resolve(cwd, path))
  const byPath = new Map(files.map((file) => [pathOf(file), file]))
  project.kept.set(key, byPath)
  return byPath
}

function withoutBaseline(result: CheckResult, {baseline}: Configuration, cwd: string): CheckResult {
  return baseline === undefined ? result : withoutKnown(result, readBaseline(baseline, cwd), baseline, cwd)
}

/** What is off in the configuration stays off; custom rules are as it says. */
function withRules(configuration: Configuration, enabled: EnabledRules): Configuration {
  const {customRules = [], preset = 'recommended', rules: levels = {}} = configuration
  const custom = new Set([customRules].flat().map((rule) => (typeof rule === 'string' ? rule : rule.id)))
  const rules: NonNullable<Configuration['rules']> = {}
  for (const rule of rulesOf(configuration)) {
    const [level, options = {}] = [levels[rule.id] ?? []].flat() as [RuleLevel?, Record<string, unknown>?]
    const asked = enabled[rule.id]
    const isOn = custom.has(rule.id) ? level !== undefined || isOnIn(rule, preset) : asked !== undefined
    rules[rule.id] = [isOn ? (level ?? rule.severity) : 'off', {...options, ...asked}]
  }
  return {...configuration, rules}
}
