/** The text of the comment on a pull request. */

/** GitHub refuses a longer one: “body is too long (maximum is 65536 characters)”. */
const mostCharacters = 65_536

/** A part of the comment; it is told how many characters are left for it and those after it. */
export type Section = (room: number) => string

/** The first line, not to be seen, by which a later run knows the comment of an earlier one. */
export function markerOf(name: string): string {
  return name === '' ? '<!-- sqlsafe -->' : `<!-- sqlsafe: ${name} -->`
}

/**
 * Put the sections below the marker, and the foot below them. What finds no room is left out; `report` cuts itself.
 *
 * @param sections In the order of what matters.
 */
export function commentBody(marker: string, sections: readonly Section[], foot: string): string {
  let body = `${marker}\n`
  for (const section of sections) {
    const room = mostCharacters - body.length - foot.length
    const text = section(room)
    if (text.length <= room) body += text
  }
  return body + foot
}
