import type {Element} from './element.js'

/** Comments, texts that are no markup, declarations, and tags: their end mark, name, attributes and mark of being empty. */
const markup =
  /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<[?!][^>]*>|<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:"[^"]*"|'[^']*'|[^"'>])*?)(\/?)>/g

const attribute = /(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

const characters: Readonly<Record<string, string>> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"}

/** The tags of a text of XML, without those in comments. One that is not closed ends with the one around it. */
export function readXml(text: string): readonly Element[] {
  const top: Open = {name: '', attributes: new Map(), children: []}
  const open = [top]
  for (const [, end, name, written, isEmpty] of text.matchAll(markup)) {
    if (name === undefined) continue
    if (end === '/') {
      const index = open.findLastIndex((each) => each.name === name)
      if (index > 0) open.length = index
      continue
    }
    const element: Open = {name, attributes: attributesOf(written ?? ''), children: []}
    open.at(-1)?.children.push(element)
    if (isEmpty !== '/') open.push(element)
  }
  return top.children
}

interface Open extends Element {
  children: Open[]
}

function attributesOf(text: string): Map<string, string> {
  return new Map(
    Array.from(text.matchAll(attribute), ([, name = '', double, single]) => [name, decoded(double ?? single ?? '')])
  )
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (found, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return characters[name] ?? found
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : found
  })
}
