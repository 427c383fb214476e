/** What a changelog of Liquibase (YAML, XML, JSON) runs, with all that it includes. */
import {dirname, join, sep} from 'node:path'
import type {Dialect} from '../../../server/server.js'
import type {ProjectFiles} from '../../project-files.js'
import {placeOnDisk} from '../../view.js'
import {compareTexts} from '../names.js'
import {runsOn} from './databases.js'
import type {Element} from './element.js'
import {parseChangelog} from './parse-changelog.js'

/** How a file of SQL is run. */
export interface NamedFile {
  /** Whether its changeset is sent in a transaction. */
  transaction: boolean
  /** `down`: it takes a changeset back. `other`: its changeset is to be passed over, or is for another database. */
  direction: 'up' | 'down' | 'other'
  /** Whether it is sent statement by statement, else as one query. */
  isSplit: boolean
  /** What ends its statements; `undefined`: it is not said. */
  endDelimiter: string | undefined
}

/** A `property`, by the names of its attributes: `name`, `value`, `dbms`, `context`, `file` … */
export interface Property {
  attributes: ReadonlyMap<string, string>
  /** The absolute path of its changelog. */
  changelog: string
}

/** Something that a changelog includes, and that is not found. */
interface Missing {
  /** As it is written there. */
  path: string
  /** The absolute path of the changelog. */
  changelog: string
}

/** What a changelog runs on a database. */
export interface Run {
  /** Absolute paths that its files of SQL may have, in the order in which they are run. */
  files: ReadonlyMap<string, NamedFile>
  /** How many changesets say by themselves what they do, in no file of SQL; by the absolute path of the changelog. */
  own: ReadonlyMap<string, number>
  /** Changelogs that are there but cannot be read, and as what: `as YAML: …`. */
  unreadable: ReadonlyMap<string, string>
  /** Changelogs and files of SQL that are not there, and folders with nothing to run. */
  missing: readonly Missing[]
  /** Files of SQL that a changeset sends in one transaction, as they are written there: where there are several. */
  together: ReadonlyArray<readonly string[]>
  /** Those that count on the database. */
  properties: readonly Property[]
}

/**
 * All that a changelog runs on a database; `undefined`: it is none.
 *
 * The order of `includeAll` is that of whole paths by code units, as Liquibase 4.28 has run them.
 * https://docs.liquibase.com/change-types/includeall.html
 */
export function runOf(absolutePath: string, project: ProjectFiles, dialect: Dialect): Run | undefined {
  return project.once(`changelog on ${dialect}`, absolutePath, () => {
    const walk = new Walk(project, dialect)
    return walk.changelog(absolutePath) ? walk.run() : undefined
  })
}

/** Where `runOrder` of a changeset puts it. */
const orders: Readonly<Record<string, number>> = {first: -1, last: 1}

/** What a changeset has beside its changes. */
const noChanges = new Set(['rollback', 'preConditions', 'validCheckSum', 'comment', 'modifySql', 'property'])

/** Changes that leave tables and rows alone. */
const idle = new Set(['empty', 'output', 'stop', 'tagDatabase'])

/** Paths in a changelog may begin in its own folder, and in this many above it. */
const levels = 6

class Walk {
  readonly #project: ProjectFiles
  readonly #dialect: Dialect
  readonly #files: Array<{path: string; file: NamedFile; order: number}> = []
  readonly #own = new Map<string, number>()
  readonly #unreadable = new Map<string, string>()
  readonly #missing: Missing[] = []
  readonly #together: string[][] = []
  readonly #properties: Property[] = []
  readonly #seen = new Set<string>()

  constructor(project: ProjectFiles, dialect: Dialect) {
    this.#project = project
    this.#dialect = dialect
  }

  run(): Run {
    const files = new Map<string, NamedFile>()
    for (const {file, path} of this.#files.sort((a, b) => a.order - b.order)) {
      // What one changeset runs may take another one back, or be passed over there.
      if (file.direction === 'up' && files.get(path)?.direction !== 'up') files.delete(path)
      if (!files.has(path)) files.set(path, file)
    }
    return {
      files,
      own: this.#own,
      unreadable: this.#unreadable,
      missing: this.#missing,
      together: this.#together,
      properties: this.#properties
    }
  }

  /** Whether there is one, and it can be read. */
  changelog(absolutePath: string): boolean {
    if (this.#seen.has(absolutePath)) return true
    const elements = this.#parsed(absolutePath)
    if (elements === undefined) return this.#unreadable.has(absolutePath)
    this.#seen.add(absolutePath)
    this.#all(elements, absolutePath)
    return true
  }

  #parsed(absolutePath: string): readonly Element[] | undefined {
    const text = this.#project.read(absolutePath)?.text
    if (text === undefined) return undefined
    const parsed = this.#project.once('parsed changelog', absolutePath, () => {
      try {
        return {elements: parseChangelog(absolutePath, text)}
      } catch (error) {
        if (error instanceof SyntaxError) return {reason: error.message}
        throw error
      }
    })
    if (parsed.reason !== undefined) this.#unreadable.set(absolutePath, `as YAML: ${parsed.reason}`)
    return parsed.elements
  }

  #all(elements: readonly Element[], changelog: string): void {
    for (const element of elements) {
      if (element.name === 'property') this.#property(element, changelog)
      else if (element.name === 'include') this.#include(element, changelog)
      else if (element.name === 'includeAll') this.#includeAll(element, changelog)
      else if (element.name === 'changeSet') this.#changeset(element, changelog)
      else if (element.name === 'modifyChangeSets') this.#all(element.children, changelog)
    }
  }

  #property({attributes}: Element, changelog: string): void {
    if (runsOn(this.#dialect, attributes.get('dbms'))) this.#properties.push({attributes, changelog})
  }

  #include(element: Element, changelog: string): void {
    const paths = this.#pathsOf(element, 'file', changelog)
    const found = paths.find((path) => this.#project.read(path) !== undefined)
    if (found === undefined) this.#miss(element.attributes, 'file', changelog)
    if (isSql(paths[0])) this.#addWhole(paths)
    else if (!paths.some((path) => this.changelog(path)) && found !== undefined && !isReadable(found))
      this.#noChangelog(found)
  }

  /** Something that is included, in a language that is not read. */
  #noChangelog(absolutePath: string): void {
    this.#unreadable.set(absolutePath, 'as a changelog of YAML, XML or JSON')
  }

  #miss(attributes: Element['attributes'], name: string, changelog: string): void {
    const path = attributes.get(name)
    const isAllowed = ['errorIfMissing', 'errorIfMissingOrEmpty'].some((each) => attributes.get(each) === 'false')
    if (path !== undefined && !isAllowed) this.#missing.push({path: this.#filled(path), changelog})
  }

  #includeAll(element: Element, changelog: string): void {
    const {attributes} = element
    const end = attributes.get('endsWithFilter') ?? ''
    const [least, most] = [numberOf(attributes.get('minDepth')), numberOf(attributes.get('maxDepth'))]
    for (const folder of this.#pathsOf(element, 'path', changelog)) {
      const below = this.#below(folder.replace(/(?<=.)[/\\]$/, ''), least ?? 0, most ?? Infinity)
      for (const path of below.filter((each) => each.endsWith(end)).sort(compareTexts)) {
        if (isSql(path)) this.#addWhole([path])
        else if (!this.changelog(path) && !isReadable(path)) this.#noChangelog(path)
      }
      if (below.length > 0) return
    }
    this.#miss(attributes, 'path', changelog)
  }

  #below(root: string, least: number, most: number): string[] {
    const place = placeOnDisk(root)
    const entered = new Set([place])
    const inside = (folder: string, depth: number): string[] =>
      this.#project.names(folder).flatMap((name) => {
        const path = join(folder, name)
        if (/\.(?:sql|xml|ya?ml|json|groovy)$/i.test(name)) return depth >= least ? [path] : []
        if (depth >= most) return []
        const led = placeOnDisk(path)
        // A link to a folder below the same one: what is there is found without it.
        if (entered.has(led) || (led.startsWith(place + sep) && led !== place + path.slice(root.length))) return []
        entered.add(led)
        return inside(path, depth + 1)
      })
    return inside(root, 1)
  }

  /** A file without a header is one changeset, sent as it is; one with a header says more itself. */
  #addWhole(paths: readonly string[]): void {
    this.#add(paths, {})
  }

  #add(paths: readonly string[], what: Partial<NamedFile>, order = 0): void {
    const plain = {transaction: true, direction: 'up', isSplit: false} as const
    for (const path of paths) this.#files.push({path, file: {...plain, endDelimiter: undefined, ...what}, order})
  }

  #changeset({attributes, children}: Element, changelog: string): void {
    const isRun = attributes.get('ignore') !== 'true' && runsOn(this.#dialect, attributes.get('dbms'))
    const transaction = attributes.get('runInTransaction')?.toLowerCase() !== 'false'
    const order = orders[attributes.get('runOrder') ?? ''] ?? 0
    const changes = children.flatMap((each) => (each.name === 'changes' ? each.children : [each]))
    let isOwn = false
    const sent: string[] = []
    for (const change of changes.filter(({name}) => !noChanges.has(name) && !idle.has(name))) {
      const paths = change.name === 'sqlFile' ? this.#pathsOf(change, 'path', changelog) : []
      if (isSql(paths[0])) {
        const direction = isRun && runsOn(this.#dialect, change.attributes.get('dbms')) ? 'up' : 'other'
        this.#add(paths, {transaction, direction, ...splitting(change)}, order)
        const isThere = paths.some((path) => this.#project.read(path) !== undefined)
        if (direction !== 'up') continue
        if (!isThere) this.#miss(change.attributes, 'path', changelog)
        else sent.push(this.#filled(change.attributes.get('path') ?? ''))
      } else isOwn = true
    }
    if (transaction && sent.length > 1) this.#together.push(sent)
    if (isOwn && isRun) this.#own.set(changelog, (this.#own.get(changelog) ?? 0) + 1)
    for (const {attributes: own, children: ways, name} of children) {
      if (name !== 'rollback') continue
      for (const way of [
        {name, attributes: own, children: ways},
        ...ways.flatMap((each) => [each, ...each.children])
      ]) {
        if (way.attributes.has('path')) this.#add(this.#pathsOf(way, 'path', changelog), {direction: 'down'})
      }
    }
  }

  /** Where a path in a changelog may lead. */
  #pathsOf({attributes}: Element, name: string, changelog: string): string[] {
    const written = attributes.get(name)
    if (written === undefined) return []
    const path = this.#filled(written).replace(/^classpath:/, '')
    const folders = [dirname(changelog)]
    if (attributes.get('relativeToChangelogFile') === 'true') return [join(dirname(changelog), path)]
    for (let level = 0; level < levels; level++) folders.push(dirname(folders.at(-1) ?? '/'))
    return folders.map((folder) => join(folder, path))
  }

  /** The first value that is set stays. */
  #filled(path: string): string {
    return path.replace(/\$\{([\w.-]+)\}/g, (found, name: string) => {
      return this.#properties.find(({attributes}) => attributes.get('name') === name)?.attributes.get('value') ?? found
    })
  }
}

function splitting({attributes}: Element): Pick<NamedFile, 'isSplit' | 'endDelimiter'> {
  return {
    isSplit: attributes.get('splitStatements')?.toLowerCase() !== 'false',
    endDelimiter: attributes.get('endDelimiter')
  }
}

function isSql(path: string | undefined): boolean {
  return path !== undefined && /\.sql$/i.test(path)
}

/** In a language that is read here; Groovy, which an extension of Liquibase reads, is none. */
function isReadable(path: string): boolean {
  return /\.(?:xml|ya?ml|json)$/i.test(path)
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text)
}
