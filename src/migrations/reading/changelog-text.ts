/** The text of a changelog of Liquibase (YAML, XML, JSON). */
import type {ProjectFiles} from '../project-files.js'
import {blank} from './sections.js'

/** The name of a changelog that includes others. */
const changelogName = /changelog.*\.(?:ya?ml|xml|json)$/i

/** The nearest changelog above a file, with blanks in the place of comments; `undefined`: there is none. */
export function changelogTextAbove(
  absolutePath: string,
  project: ProjectFiles
): {absolutePath: string; text: string} | undefined {
  const file = project.above(absolutePath, changelogName)
  const text = file && project.once(`text of ${file.absolutePath}`, () => withoutComments(file))
  return file && text !== undefined ? {absolutePath: file.absolutePath, text} : undefined
}

// What is quoted is no comment; a quote inside of a word is none.
const yamlComment = /(?<=^|[\s:,[{])("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')|(?<=^|[ \t])#.*$/gm

function withoutComments({absolutePath, text}: {absolutePath: string; text: string}): string {
  if (/\.xml$/i.test(absolutePath)) return text.replace(/<!--[\s\S]*?(?:-->|$(?![\s\S]))/g, blank)
  if (/\.json$/i.test(absolutePath)) return text
  return text.replace(yamlComment, (found, quoted?: string) => quoted ?? blank(found))
}
