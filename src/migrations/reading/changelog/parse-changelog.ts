import {isAlias, isCollection, isMap, isScalar, isSeq, parseDocument, visit} from 'yaml'
import type {Alias, Document, Node} from 'yaml'
import type {Element} from './element.js'
import {readXml} from './xml.js'

/** The name of the one thing that all of a changelog is in. */
const root = 'databaseChangeLog'

/**
 * What a text of YAML, JSON or XML says as a changelog; `undefined`: it is none. Liquibase reads JSON as YAML, too.
 *
 * @throws {SyntaxError} When it should be one, but is no YAML, or aliases of aliases make more of it than can be read.
 * https://github.com/liquibase/liquibase/blob/master/liquibase-standard/src/main/java/liquibase/parser/core/json/JsonChangeLogParser.java
 */
export function parseChangelog(absolutePath: string, text: string): readonly Element[] | undefined {
  if (!text.includes(root)) return undefined
  const top = /\.xml$/i.test(absolutePath) ? readXml(text) : readYaml(text)
  return top.find(({name}) => name === root)?.children
}

function readYaml(text: string): readonly Element[] {
  const document = parseDocument(text, {logLevel: 'silent', uniqueKeys: false})
  const [error] = document.errors
  if (error) throw new SyntaxError(error.message.split(/:?\n/)[0], {cause: error})
  return elementsOf(document.contents, {aliases: {targets: targetsOf(document), left: mostRepeated}, around: []})
}

/** What aliases may stand for in all: nine levels of eight of them are more than any memory holds. */
const mostRepeated = 500_000

/** What each alias stands for: the last node before it with that anchor. */
function targetsOf(document: Document.Parsed): Map<Alias, Node> {
  const anchored = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  visit(document, {
    Node(_key, node) {
      if (isAlias(node)) {
        const target = anchored.get(node.source)
        if (target) targets.set(node, target)
      } else if (node.anchor !== undefined) anchored.set(node.anchor, node)
    }
  })
  return targets
}

interface Place {
  /** What aliases stand for, and how many more nodes may be read by way of them. */
  aliases: {targets: ReadonlyMap<Alias, Node>; left: number}
  /** Whether an alias has led here. */
  isRepeated?: true
  /** The nodes that a node stands in; one that an alias leads back to is not gone into again. */
  around: readonly unknown[]
}

interface Pair {
  name: string
  value: unknown
}

/** The keys of a map that have more below them, and all of those of the maps in a list. */
function elementsOf(node: unknown, place: Place): Element[] {
  const [value, below] = enter(node, place)
  const maps = isSeq(value) ? value.items.map((item) => enter(item, below)) : []
  return [
    ...maps.flatMap(([item, inside]) => pairsOf(item, inside).map((pair) => elementOf(pair, inside))),
    ...pairsOf(value, below)
      .map((pair) => elementOf(pair, below))
      .filter(({attributes, children}) => attributes.size > 0 || children.length > 0)
  ]
}

function elementOf({name, value}: Pair, place: Place): Element {
  const [inner, inside] = enter(value, place)
  return {name, attributes: attributesOf(inner, inside), children: elementsOf(inner, inside)}
}

function attributesOf(map: unknown, place: Place): Map<string, string> {
  return new Map(
    pairsOf(map, place).flatMap(({name, value}): Array<[string, string]> => {
      const [node] = enter(value, place)
      const plain = isScalar(node) ? node.value : undefined
      return typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean'
        ? [[name, String(plain)]]
        : []
    })
  )
}

/** Those of a map, and of the maps that are merged into it. */
function pairsOf(map: unknown, place: Place): Pair[] {
  if (!isMap(map)) return []
  return map.items.flatMap(({key, value}) => {
    const name = isScalar(key) ? String(key.value) : ''
    if (name !== '<<') return [{name, value}]
    const [merged, below] = enter(value, place)
    return pairsOf(merged, below)
  })
}

/**
 * What an alias stands for, and the place of what is in it.
 *
 * @throws {SyntaxError} When aliases have led to too much.
 */
function enter(node: unknown, place: Place): [node: unknown, below: Place] {
  const {aliases, around} = place
  const value = isAlias(node) ? aliases.targets.get(node) : node
  if (isAlias(node) && around.includes(value)) return [undefined, place]
  const isRepeated = isAlias(node) || place.isRepeated === true
  if (isRepeated) aliases.left -= isCollection(value) ? 1 + value.items.length : 1
  if (aliases.left < 0) throw new SyntaxError('its aliases stand for too much')
  return [value, {aliases, around: [...around, value], ...(isRepeated && {isRepeated})}]
}
