import {isScript} from '../embedded/scripts.js'
import {notFoundByChangelog} from '../reading/changelog/find-changelog.js'
import type {Layout, LocatedFile} from './layout.js'

/**
 * Files of no known framework. Nothing says that one transaction is put around each, and many who keep
 * plain files send them with `psql -f`: so each statement commits by itself unless the file says
 * `BEGIN`, or `runner.transaction` is configured. What `alembic upgrade --sql` and `manage.py sqlmigrate` print
 * says it.
 * https://alembic.sqlalchemy.org/en/latest/offline.html
 * https://docs.djangoproject.com/en/stable/ref/django-admin/#sqlmigrate
 */
export const plain: Layout = {
  name: 'plain SQL',
  docs: {
    detectedBy: 'any other `.sql` file, and standard input',
    order: 'by path, numbers by their value',
    transaction: 'none, unless the file says `BEGIN`',
    noTransaction: 'it is so',
    down: '`*.down.sql`, `*_down.sql`',
    sources: [
      'https://alembic.sqlalchemy.org/en/latest/offline.html',
      'https://docs.djangoproject.com/en/stable/ref/django-admin/#sqlmigrate'
    ]
  },
  evidence: 'none',
  matches: () => true,
  // A script that no library's layout knows is none of these.
  direction: ({path}) => (/(?:^|[./_-])down\.sql$/i.test(path) ? 'down' : isScript(path) ? 'other' : 'up'),
  downFile: (path) => (/(?:^|[./_-])up\.sql$/i.test(path) ? path.replace(/up\.sql$/i, 'down.sql') : undefined),
  transaction: () => 'none',
  unread: (file, dialect) => [...unreadOfStream(file), ...notFoundByChangelog(file, dialect)],
  numbered: 'file'
}

function unreadOfStream({text}: LocatedFile): string[] {
  return [...unreadOfAlembic(text()), ...unreadOfDjango(text())]
}

/**
 * Where `manage.py sqlmigrate` prints an operation in Python as a comment: of 3.2, and shorter since 4.1.
 * https://docs.djangoproject.com/en/stable/ref/migration-operations/#runpython
 */
function unreadOfDjango(text: string): string[] {
  const count = [...text.matchAll(/^-- (?:MIGRATION NOW PERFORMS|THIS) OPERATION (?:THAT )?CANNOT BE WRITTEN AS SQL/gm)]
    .length
  if (count === 0) return []
  return [
    count === 1 ? 'one operation of Django that is no SQL' : `${String(count)} operations of Django that are no SQL`
  ]
}

/**
 * `alembic upgrade head --sql` prints all revisions as one text, one transaction by default. Where it begins with nothing,
 * the later ones change tables that nobody uses yet, as far as the text can tell.
 */
function unreadOfAlembic(text: string): string[] {
  const [first, ...later] = Array.from(text.matchAll(/^-- Running upgrade (.*?) ?-> \S/gm), ([, from]) => from)
  if (first !== '' || later.length === 0) return []
  const what = later.length === 1 ? 'the second revision does' : `revisions 2 to ${later.length + 1} do`
  return [
    `what ${what} to tables in use: the text begins with nothing and makes them itself; begin at the revision that production has`
  ]
}
