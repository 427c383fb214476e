/** What the journal, logs and screens are told of statements with passwords; all others stay as they are. */
import {describe, expect, it} from 'vitest'
import {lacksPassword, withoutPasswords, withoutSecrets} from '../../../src/sql/secrets.js'

describe('a password', () => {
  it.each([
    "CREATE ROLE r PASSWORD 'a''geheim' LOGIN",
    String.raw`ALTER USER r WITH ENCRYPTED PASSWORD E'a\'geheim'`,
    "CREATE ROLE r PASSWORD'geheim'",
    "CREATE ROLE r PASSWORD $q$it's geheim$q$",
    "CREATE SUBSCRIPTION s CONNECTION 'host=h password=geheim user=u' PUBLICATION p",
    "CREATE SUBSCRIPTION s CONNECTION 'host=h password=''ge geheim'' user=u' PUBLICATION p",
    "CREATE SUBSCRIPTION s CONNECTION 'postgres://u:geheim@h/d' PUBLICATION p",
    "CREATE USER MAPPING FOR x SERVER s OPTIONS (user 'u', password 'geheim')",
    "CREATE USER u IDENTIFIED BY 'geheim'",
    'CREATE USER u IDENTIFIED WITH caching_sha2_password BY "geheim"',
    "CREATE USER u IDENTIFIED BY PASSWORD '*geheim'",
    "CREATE USER u IDENTIFIED VIA mysql_native_password USING PASSWORD('geheim')",
    "SET PASSWORD FOR u = PASSWORD('geheim')",
    "CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD='geheim', SOURCE_USER='u'"
  ])('is taken out of %s', (sql) => {
    const told = withoutPasswords(sql)
    expect(told).not.toContain('geheim')
    expect(lacksPassword(told)).toBe(true)
    expect(withoutPasswords(told)).toBe(told)
    expect(withoutSecrets({steps: [{sql: [sql]}]})).toEqual({steps: [{sql: [told]}]})
  })
})

it.each([
  'UPDATE account SET password = target.hash WHERE password IS NULL',
  'ALTER TABLE account DROP COLUMN password',
  'ALTER TABLE account ADD COLUMN password_hash text, RENAME COLUMN password TO word',
  "ALTER TABLE account ADD COLUMN password text DEFAULT 'x'",
  "SELECT 'see https://host/path@x'"
])('%s is told as it is', (sql) => {
  expect(withoutPasswords(sql)).toBe(sql)
  expect(lacksPassword(sql)).toBe(false)
})
