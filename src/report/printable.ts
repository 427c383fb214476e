/**
 * A text without what makes a terminal or a page show another one: control characters, and those that turn the
 * direction of writing. One for one; ends of lines and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g,
    '\uFFFD'
  )
}
