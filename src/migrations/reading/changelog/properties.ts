/** What Liquibase puts in the place of `${name}`. */
import {dirname, join} from 'node:path'
import type {Dialect} from '../../../server/server.js'
import type {LocatedFile} from '../../layouts/layout.js'
import type {PlaceholderValues} from '../placeholders.js'
import {readProperties} from '../settings.js'
import {runsOn} from './databases.js'
import {changelogOf} from './find-changelog.js'

/** By the names of its attributes. */
type Attributes = ReadonlyMap<string, string>

/**
 * The values for the placeholders of a file: those of `liquibase.properties` (`parameter.name`), of its changelog and
 * what that includes, and of the file's own `--property` lines. The first that is set stays.
 *
 * https://docs.liquibase.com/concepts/changelogs/property-substitution.html
 * https://github.com/liquibase/liquibase/blob/master/liquibase-standard/src/main/java/liquibase/changelog/ChangeLogParameters.java
 */
export function changelogValues({absolutePath, project, text}: LocatedFile, dialect: Dialect): PlaceholderValues {
  const settings = readProperties(project.above(absolutePath, 'liquibase.properties')?.text ?? '')
  const given = [...settings].flatMap(([name, value]): Array<[string, string]> => {
    const parameter = /^parameter\.(.+)$/.exec(name)?.[1]
    return parameter === undefined ? [] : [[parameter, value]]
  })
  const schema = settings.get('liquibase.command.defaultSchemaName') ?? settings.get('defaultSchemaName')
  const written = [...ofChangelog({absolutePath, project}, dialect), ...ofLines(text())].filter((each) =>
    runsOn(dialect, each.get('dbms'))
  )

  const values = new Map<string, string>()
  const add = (name: string, value: string): void => {
    if (!values.has(name.toLowerCase())) values.set(name.toLowerCase(), value)
  }
  for (const [name, value] of given) add(name, value)
  if (schema !== undefined) add('database.defaultSchemaName', schema)
  for (const [name, value] of settled(written)) add(name, value)
  return Object.fromEntries(values)
}

/** Contexts and labels are chosen when Liquibase runs: of a value that hangs on one, only where there is no other. */
function settled(properties: readonly Attributes[]): Array<[string, string]> {
  const named = properties.flatMap((each) => {
    const [name, value] = [each.get('name'), each.get('value')]
    const isChosen = ['context', 'contextFilter', 'labels'].some((key) => (each.get(key) ?? '') !== '')
    return name === undefined || value === undefined ? [] : [{name, value, isChosen}]
  })
  return named
    .filter(
      ({isChosen, name, value}) => !isChosen || named.every((other) => other.name !== name || other.value === value)
    )
    .map(({name, value}) => [name, value])
}

function ofChangelog(file: Pick<LocatedFile, 'absolutePath' | 'project'>, dialect: Dialect): readonly Attributes[] {
  const changelog = changelogOf(file, dialect)
  if (changelog === undefined) return []
  return file.project.once(`properties of changelog on ${dialect}`, changelog.absolutePath, () =>
    changelog.run.properties.flatMap(({attributes, changelog: owner}): Attributes[] => {
      const path = attributes.get('file')
      const text = path === undefined ? undefined : file.project.read(join(dirname(owner), path))?.text
      if (text === undefined) return [attributes]
      return Array.from(
        readProperties(text),
        ([name, value]) => new Map([...attributes, ['name', name], ['value', value]])
      )
    })
  )
}

/** `--property name:owner value:app dbms:postgresql`. */
function ofLines(text: string): Attributes[] {
  return Array.from(text.matchAll(/^[ \t]*--[ \t]*property[ \t]+(.*)$/gim), ([, line = '']) => {
    const pairs = line.matchAll(/\b([A-Za-z]+):\s*(?:"([^"]*)"|(\S+))/g)
    return new Map(Array.from(pairs, ([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']))
  })
}
