/** Which columns a trigger function uses for a table: what it uses for others alone is not among them. */
import {describe, expect, it} from 'vitest'
import {columnsOfRow} from '../../../src/core/rules/row-columns.js'

const of = (body: string, table = 'post'): string[] => [...columnsOfRow(body, table)].sort()

describe('columnsOfRow', () => {
  it.each([
    ['IF TG_TABLE_NAME = \'account\' THEN NEW.mail := 1; END IF; NEW.title := OLD."body";', ['body', 'title']],
    ["IF TG_RELNAME::text IN ('account', 'person') THEN NEW.mail := 1; ELSE NEW.title := 2; END IF;", ['title']],
    ["IF TG_TABLE_NAME <> 'account' THEN RETURN NEW; END IF; NEW.mail := 1;", []],
    ["IF TG_TABLE_NAME <> 'account' AND TG_OP = 'INSERT' THEN RETURN NEW; END IF; NEW.mail := 1;", ['mail']],
    [
      "CASE TG_TABLE_NAME WHEN 'account', 'person' THEN NEW.mail := 1; WHEN 'post' THEN NEW.title := 2; ELSE NEW.body := 3; END CASE;",
      ['title']
    ],
    ["CASE WHEN ('account' = TG_TABLE_NAME) THEN NEW.mail := 1; ELSE NEW.title := 2; END CASE;", ['title']],
    ["IF TG_TABLE_NAME = 'post' THEN NULL; ELSIF NEW.title THEN NEW.mail := 1; END IF;", []],
    ["LOOP IF TG_TABLE_NAME NOT IN ('post') THEN NEW.mail := 1; EXIT; END IF; END LOOP;", []],
    [
      "BEGIN IF TG_TABLE_NAME = 'account' THEN NEW.mail := 1; END IF; EXCEPTION WHEN others THEN NEW.title := 2; END;",
      ['title']
    ]
  ])('knows what a branch is of: %s', (body, columns) => {
    expect(of(`DECLARE a int; BEGIN ${body} RETURN NEW; END`)).toEqual(columns)
  })

  it.each([
    // The server looks at the whole of an expression.
    ["IF TG_TABLE_NAME = 'account' AND NEW.mail > 1 THEN NULL; END IF;", ['mail']],
    ["NEW.title := CASE WHEN TG_TABLE_NAME = 'account' THEN NEW.mail END;", ['mail', 'title']],
    // Something else may decide.
    ["IF TG_ARGV[0] = 'account' THEN NEW.mail := 1; END IF;", ['mail']],
    ["IF TG_TABLE_NAME LIKE 'acc%' THEN NEW.mail := 1; END IF;", ['mail']],
    ["IF TG_TABLE_NAME = 'account' OR TG_OP = 'INSERT' THEN NEW.mail := 1; END IF;", ['mail']],
    ["IF NOT (TG_TABLE_NAME = 'account') THEN NEW.title := 1; END IF;", ['title']],
    ["IF TG_OP = 'INSERT' THEN RETURN NEW; END IF; NEW.mail := 1;", ['mail']],
    ["IF TG_TABLE_NAME = 'account' THEN NULL; END IF; -- NEW.body\nNEW.mail := 'OLD.body';", ['mail']]
  ])('counts what it does not: %s', (body, columns) => {
    expect(of(`BEGIN ${body} RETURN NEW; END`)).toEqual(columns)
  })
})
