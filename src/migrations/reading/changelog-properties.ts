/** What Liquibase puts in the place of `${name}`. */
import {dirname, join} from 'node:path'
import type {Dialect} from '../../server/server.js'
import type {LocatedFile} from '../layouts/layout.js'
import type {ProjectFiles} from '../project-files.js'
import type {PlaceholderValues} from './placeholders.js'
import {changelogTextAbove} from './changelog-text.js'
import {readProperties} from './settings.js'

/** One `property`, by the names of its attributes: `name`, `value`, `dbms`, `context`, `file` … */
type Property = ReadonlyMap<string, string>

/**
 * The values for the placeholders of a file: those of `liquibase.properties` (`parameter.name`), of the nearest
 * changelog, and of the file's own `--property` lines. The first that is set stays.
 *
 * @param names What Liquibase calls each database.
 * https://docs.liquibase.com/concepts/changelogs/property-substitution.html
 * https://github.com/liquibase/liquibase/blob/master/liquibase-standard/src/main/java/liquibase/changelog/ChangeLogParameters.java
 */
export function changelogValues(
  {absolutePath, project, text}: LocatedFile,
  names: Readonly<Record<Dialect, string>>,
  dialect: Dialect
): PlaceholderValues {
  const settings = readProperties(project.above(absolutePath, 'liquibase.properties')?.text ?? '')
  const given = [...settings].flatMap(([name, value]): Array<[string, string]> => {
    const parameter = /^parameter\.(.+)$/.exec(name)?.[1]
    return parameter === undefined ? [] : [[parameter, value]]
  })
  const schema = settings.get('liquibase.command.defaultSchemaName') ?? settings.get('defaultSchemaName')
  const written = [...ofChangelog(absolutePath, project), ...ofLines(text())].filter((each) => {
    const dbms =
      each
        .get('dbms')
        ?.split(',')
        .map((name) => name.trim().toLowerCase()) ?? []
    const wanted = dbms.filter((name) => !name.startsWith('!') && name !== 'all')
    return !dbms.includes(`!${names[dialect]}`) && (wanted.length === 0 || wanted.includes(names[dialect]))
  })

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
function settled(properties: readonly Property[]): Array<[string, string]> {
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

function ofChangelog(absolutePath: string, project: ProjectFiles): readonly Property[] {
  const changelog = changelogTextAbove(absolutePath, project)
  if (changelog === undefined) return []
  return project.once(`properties of ${changelog.absolutePath}`, () =>
    blocksOf(changelog.text).flatMap((property): Property[] => {
      const file = property.get('file')
      const text = file === undefined ? undefined : project.read(join(dirname(changelog.absolutePath), file))?.text
      if (text === undefined) return [property]
      return Array.from(
        readProperties(text),
        ([name, value]) => new Map([...property, ['name', name], ['value', value]])
      )
    })
  )
}

/** `<property name="…"/>`, `- property:` with its lines, `"property": {…}`. */
const block =
  /<property\b([^>]*)>|^([ \t]*)-[ \t]*property[ \t]*:[ \t]*\r?\n((?:\2[ \t]+.*(?:\r?\n|$))+)|"property"\s*:\s*\{([^{}]*)\}/gm

const attribute = /"?([A-Za-z]+)"?\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s,"'][^\r\n,]*))/g

function blocksOf(text: string): Property[] {
  return Array.from(text.matchAll(block), ([, xml, , yaml, json]) => {
    return new Map(attributesOf(xml ?? yaml ?? json ?? ''))
  })
}

function attributesOf(text: string): Array<[string, string]> {
  return Array.from(text.matchAll(attribute), ([, name = '', double, single, bare]) => [
    name,
    double ?? single ?? bare?.trim() ?? ''
  ])
}

/** `--property name:owner value:app dbms:postgresql`. */
function ofLines(text: string): Property[] {
  return Array.from(text.matchAll(/^[ \t]*--[ \t]*property[ \t]+(.*)$/gim), ([, line = '']) => {
    const pairs = line.matchAll(/\b([A-Za-z]+):\s*(?:"([^"]*)"|(\S+))/g)
    return new Map(Array.from(pairs, ([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']))
  })
}
