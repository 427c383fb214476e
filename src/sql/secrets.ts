/** Passwords in SQL: what never stands in a journal, a log or on a screen. */

/** What stands in the place of one. */
const mark = '…'

const plain = String.raw`'(?:[^']|'')*'`
const literal = String.raw`(?:[Ee]'(?:[^'\\]|''|\\.)*'|${plain}|\$(\w*)\$[\s\S]*?\$\2\$)`
const quoted = String.raw`(?:'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*")`

/** A literal right after the word; a column of that name has none there, or one that is better not told either. */
const passwords = [
  new RegExp(String.raw`\b(\w*PASSWORD\s*(?:[=(]\s*)?)${literal}`, 'gi'),
  new RegExp(
    String.raw`\b((?:\w+_)?PASSWORD\s*=\s*|IDENTIFIED\s+(?:(?:WITH|VIA)\s+\S+\s+)?(?:BY|AS|USING)\s+(?:PASSWORD\s*\(?\s*)?)${quoted}`,
    'gi'
  )
]

/** `password=…` in a connection string, and a URL with one, which only stand in literals. */
const connection = /(\bpassword\s*=\s*)(?:''(?:[^'\\]|\\.)*''|[^\s'&]+)/gi
const url = /(:\/\/[^\s:/@']*:)[^\s@/']+@/g

/** A text of SQL without the passwords in it. */
export function withoutPasswords(sql: string): string {
  if (!/password|identified|:\/\//i.test(sql)) return sql
  const inLiterals = sql.replace(new RegExp(plain, 'g'), (text) =>
    text.replace(connection, `$1${mark}`).replace(url, `$1${mark}@`)
  )
  return passwords.reduce((text, each) => text.replace(each, `$1'${mark}'`), inLiterals)
}

/** Whether a password was taken out of it. */
export function lacksPassword(sql: string): boolean {
  return sql.includes(mark) && /password|identified|:\/\//i.test(sql)
}

/** Plain data without the passwords in its texts. */
export function withoutSecrets<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    typeof each === 'string' ? withoutPasswords(each) : each
  ) as Value
}
