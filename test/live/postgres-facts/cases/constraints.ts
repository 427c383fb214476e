import {rows, type CaseGroup} from './case.js'

const base =
  'CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100) UNIQUE, name text, age int);' +
  rows('users', `g, 'u' || g, 'n', g % 90 + 1`) +
  `CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, email varchar(100), total numeric(10,2), during int4range);` +
  rows('orders', `g, g, 'u' || g, g, int4range(g, g + 1)`)

export const constraintsCases: readonly CaseGroup[] = [
  {
    name: 'ADD CONSTRAINT',
    setup: `${base} CREATE UNIQUE INDEX orders_total ON orders (total); CREATE UNIQUE INDEX orders_user ON orders (user_id);`,
    statements: [
      'ADD CHECK (total > 0)',
      'ADD CHECK (total > 0) NOT VALID',
      'ADD CHECK (total > 0) NO INHERIT',
      'ADD CHECK (total > 0) NOT ENFORCED',
      'ADD CONSTRAINT c CHECK (total > 0) NOT VALID, VALIDATE CONSTRAINT c',
      'ADD UNIQUE (user_id)',
      'ADD UNIQUE (user_id) DEFERRABLE',
      'ADD UNIQUE NULLS NOT DISTINCT (user_id)',
      'ADD UNIQUE (user_id) INCLUDE (total)',
      'ADD UNIQUE USING INDEX orders_total',
      'ADD EXCLUDE USING gist (during WITH &&)',
      'ADD FOREIGN KEY (user_id) REFERENCES users',
      'ADD FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID',
      'ADD FOREIGN KEY (user_id) REFERENCES users NOT ENFORCED',
      'ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED',
      'ADD FOREIGN KEY (email) REFERENCES users (email) MATCH FULL',
      'ADD FOREIGN KEY (user_id) REFERENCES orders',
      'ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users NOT VALID, VALIDATE CONSTRAINT f',
      'DROP CONSTRAINT orders_pkey',
      'DROP CONSTRAINT IF EXISTS nothing',
      'DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY (id, user_id)',
      'DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY USING INDEX orders_user',
      'ADD CHECK (total > 0), ADD CHECK (user_id > 0) NOT VALID',
      'ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID, ADD COLUMN x int',
      'ADD CONSTRAINT w UNIQUE (id, during WITHOUT OVERLAPS)'
    ].map((clause) => `ALTER TABLE orders ${clause}`)
  },
  {
    name: 'constraints that are there',
    setup: `${base}
      ALTER TABLE orders ADD CONSTRAINT good CHECK (total > 0), ADD CONSTRAINT later CHECK (user_id > 0) NOT VALID;
      ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users;
      ALTER TABLE orders ADD CONSTRAINT fk_later FOREIGN KEY (email) REFERENCES users (email) NOT VALID;
      ALTER TABLE orders ADD CONSTRAINT once UNIQUE (user_id, total);
      ALTER TABLE users ADD COLUMN boss bigint REFERENCES users;`,
    statements: [
      'ALTER TABLE orders VALIDATE CONSTRAINT good',
      'ALTER TABLE orders VALIDATE CONSTRAINT later',
      'ALTER TABLE orders VALIDATE CONSTRAINT fk',
      'ALTER TABLE orders VALIDATE CONSTRAINT fk_later',
      'ALTER TABLE orders VALIDATE CONSTRAINT later, VALIDATE CONSTRAINT fk_later',
      'ALTER TABLE orders VALIDATE CONSTRAINT later, ADD COLUMN x int',
      'ALTER TABLE orders VALIDATE CONSTRAINT later, ALTER total SET STATISTICS 9',
      'ALTER TABLE orders DROP CONSTRAINT good',
      'ALTER TABLE orders DROP CONSTRAINT fk',
      'ALTER TABLE orders DROP CONSTRAINT once',
      'ALTER TABLE orders DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE',
      'ALTER TABLE orders DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users NOT VALID',
      'ALTER TABLE users DROP CONSTRAINT users_pkey',
      'ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE',
      'ALTER TABLE users DROP CONSTRAINT users_email_key CASCADE',
      'ALTER TABLE users DROP CONSTRAINT users_boss_fkey',
      'ALTER TABLE users DROP COLUMN email CASCADE',
      'ALTER TABLE users DROP COLUMN name',
      'ALTER TABLE users DROP COLUMN boss',
      'ALTER TABLE orders DROP COLUMN user_id',
      'ALTER TABLE orders DROP COLUMN total',
      'ALTER TABLE orders ALTER CONSTRAINT fk DEFERRABLE',
      'ALTER TABLE orders ALTER CONSTRAINT fk DEFERRABLE INITIALLY DEFERRED',
      'ALTER TABLE orders ALTER CONSTRAINT fk NOT ENFORCED',
      'ALTER TABLE users ALTER CONSTRAINT users_boss_fkey NOT ENFORCED',
      'ALTER TABLE orders RENAME CONSTRAINT fk TO key',
      'ALTER TABLE orders RENAME CONSTRAINT once TO twice',
      'ALTER TABLE orders RENAME CONSTRAINT good TO better',
      'ALTER TABLE users RENAME CONSTRAINT users_pkey TO p',
      'DROP TABLE orders',
      'DROP TABLE users',
      'DROP TABLE users CASCADE',
      'DROP TABLE orders, users',
      'TRUNCATE orders',
      'TRUNCATE users CASCADE',
      'TRUNCATE users, orders RESTART IDENTITY',
      'DELETE FROM users',
      'DELETE FROM orders WHERE user_id = 5',
      'DELETE FROM orders WHERE id = 5',
      'UPDATE orders SET user_id = 7',
      'UPDATE orders SET during = NULL WHERE id = 8',
      'UPDATE orders SET during = NULL WHERE id IN (8, 9) AND total > 0',
      `UPDATE orders SET during = NULL WHERE email = 'u8'`,
      'UPDATE users SET age = 5',
      'INSERT INTO orders (id, user_id) VALUES (5000, 7)',
      'INSERT INTO orders (id, total) VALUES (5000, 7)',
      'LOCK TABLE orders, users IN SHARE MODE',
      'LOCK orders IN ROW EXCLUSIVE MODE NOWAIT'
    ]
  },
  {
    name: 'ENFORCED and NOT ENFORCED',
    since: 18,
    setup: `${base} ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users NOT ENFORCED; ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) NOT ENFORCED;`,
    statements: [
      'ALTER TABLE orders ALTER CONSTRAINT fk ENFORCED',
      'ALTER TABLE orders ALTER CONSTRAINT fk NOT ENFORCED',
      'ALTER TABLE orders DROP CONSTRAINT fk',
      'ALTER TABLE orders DROP CONSTRAINT c',
      'ALTER TABLE orders ALTER user_id TYPE numeric',
      'ALTER TABLE orders ALTER total SET NOT NULL'
    ]
  },
  {
    name: 'cascading deletes',
    setup: `${base} ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE;
      CREATE TABLE items (id int PRIMARY KEY, order_id bigint REFERENCES orders ON DELETE CASCADE); ${rows('items', 'g, g')}
      CREATE TABLE notes (id int, order_id bigint REFERENCES orders ON DELETE SET NULL); ${rows('notes', 'g, g')}`,
    statements: [
      'DELETE FROM users WHERE age = 3',
      'DELETE FROM orders WHERE total = 3',
      'DELETE FROM items',
      'UPDATE users SET id = id + 10000 WHERE age = 3',
      'UPDATE users SET age = 4 WHERE age = 3',
      'TRUNCATE users CASCADE',
      'DROP TABLE users CASCADE'
    ]
  }
]
