import fastStringWidth from 'fast-string-width'

/** How many columns of a terminal a text takes: nearly all cells of a report are of characters that take one each. */
export default function stringWidth(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : fastStringWidth(text)
}
