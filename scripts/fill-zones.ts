import {fileURLToPath} from 'node:url'
import {format, resolveConfig} from 'prettier'

/**
 * A page with its zones filled: between `<!-- name:start -->` and `<!-- name:end -->` nothing is written by hand.
 *
 * @param page Its path below the project's folder.
 * @throws {Error} When a zone is not in it.
 */
export async function fillZones(page: string, text: string, zones: Readonly<Record<string, string>>): Promise<string> {
  let filled = text
  for (const [name, content] of Object.entries(zones)) {
    const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
    const [from, to] = [filled.indexOf(start), filled.indexOf(end)]
    if (from === -1 || to < from) throw new Error(`Unexpected ${page} without \`${start}\` … \`${end}\``)
    filled = `${filled.slice(0, from + start.length)}\n\n${content}\n\n${filled.slice(to)}`
  }
  const path = fileURLToPath(new URL(`../${page}`, import.meta.url))
  return format(filled, {...(await resolveConfig(path)), parser: 'markdown'})
}
