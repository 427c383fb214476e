/** Numbers in conditions: the last value on the one side of each, and the first on the other. */
import {casesOn, columnCase, fill} from '../fact-case.js'
import type {FactCase} from '../fact-case.js'

/** Bytes of their longest character. */
const characterSets = {
  ucs2: 2,
  utf16: 4,
  utf16le: 4,
  utf32: 4,
  big5: 2,
  gbk: 2,
  gb2312: 2,
  gb18030: 4,
  sjis: 2,
  cp932: 2,
  ujis: 3,
  eucjpms: 3,
  euckr: 2
}

/** The longest text of a character set whose length takes one byte, and one more character. */
const oneByte = Object.entries(characterSets).flatMap(([name, bytes]): FactCase[] => {
  const longest = Math.floor(255 / bytes)
  const options = `ENGINE=InnoDB DEFAULT CHARSET=${name}`
  return [longest, longest + 1].map((length, index) =>
    columnCase(
      `edge-${name}/${index === 0 ? 'one-byte' : 'two-bytes'}`,
      'VARCHAR(40)',
      "'x'",
      `ALTER TABLE t MODIFY c VARCHAR(${length})`,
      options
    )
  )
})

const characters = [
  columnCase(
    'edge-bytes/of-two-byte-characters',
    'CHAR(10)',
    "'x'",
    'ALTER TABLE t MODIFY c BINARY(10)',
    'ENGINE=InnoDB DEFAULT CHARSET=gbk'
  ),
  columnCase(
    'edge-bytes/of-one-byte-characters',
    'CHAR(10)',
    "'x'",
    'ALTER TABLE t MODIFY c BINARY(10)',
    'ENGINE=InnoDB DEFAULT CHARSET=latin1'
  )
]

const compressed = (size: number) => [
  `CREATE TABLE t (id INT PRIMARY KEY, a INT) ENGINE=InnoDB KEY_BLOCK_SIZE=${size}`,
  fill('t', 'id, a', 'n, n')
]

const related = [
  'CREATE TABLE p (id INT PRIMARY KEY, s SMALLINT, m MEDIUMINT, i INT, b BIGINT, UNIQUE KEY s_key (s), ' +
    'UNIQUE KEY m_key (m), UNIQUE KEY i_key (i), UNIQUE KEY b_key (b)) ENGINE=InnoDB',
  'CREATE TABLE t (id INT PRIMARY KEY, t TINYINT, s SMALLINT, m MEDIUMINT, i INT, KEY t_idx (t), KEY s_idx (s), ' +
    'KEY m_idx (m), KEY i_idx (i)) ENGINE=InnoDB'
]

export const edges: readonly FactCase[] = [
  ...oneByte,
  ...characters,
  ...[0, 1, 2].flatMap((size) =>
    casesOn(`edge-key-block-size-${size}`, compressed(size), {'add-column': 'ALTER TABLE t ADD COLUMN x INT'})
  ),
  ...casesOn('edge-integers', related, {
    'tinyint-to-smallint': 'ALTER TABLE t ADD FOREIGN KEY (t) REFERENCES p (s)',
    'smallint-to-mediumint': 'ALTER TABLE t ADD FOREIGN KEY (s) REFERENCES p (m)',
    'mediumint-to-int': 'ALTER TABLE t ADD FOREIGN KEY (m) REFERENCES p (i)',
    'int-to-bigint': 'ALTER TABLE t ADD FOREIGN KEY (i) REFERENCES p (b)',
    'int-to-int': 'ALTER TABLE t ADD FOREIGN KEY (i) REFERENCES p (i)'
  })
]
