import { readConfig } from '@lien-thong/gateway';
import { buildSchema, parse } from 'graphql';
import { DocumentChecks } from '../../../gateway/src/limits/DocumentChecks';

const schema = buildSchema('type Query { a: String }');
const other = buildSchema('type Query { b: String }');
const checksWith = (...flags: string[]): DocumentChecks => new DocumentChecks(readConfig({}, flags));

describe('documents that are kept', () => {
  it('are found again for the same schema and text', () => {
    const checks = checksWith();
    const document = parse('{ a }');
    checks.keep(schema, '{ a }', document);
    expect(checks.find(schema, '{ a }')).toBe(document);
    expect(checks.find(schema, '{ a } ')).toBeUndefined();
    expect(checks.find(other, '{ a }')).toBeUndefined();
  });

  it('take no more memory than they may: the least used go first', () => {
    // A document takes some 1,500 bytes here.
    const checks = checksWith('--document-cache-bytes', '10000');
    const texts = Array.from({ length: 20 }, (_, at) => `{ a } #${at}`);
    for (const text of texts) {
      checks.keep(schema, text, parse(text));
      // The first is used all the time.
      expect(checks.find(schema, '{ a } #0')).toBeDefined();
    }
    const kept = texts.filter((text) => checks.find(schema, text));
    expect(kept.length).toBeGreaterThan(2);
    expect(kept.length).toBeLessThan(8);
    expect(kept).toContain('{ a } #19');
  });

  it('are none where there is no memory for them', () => {
    const checks = checksWith('--document-cache-bytes', '0');
    checks.keep(schema, '{ a }', parse('{ a }'));
    expect(checks.find(schema, '{ a }')).toBeUndefined();
  });
});

describe('a text', () => {
  it('is read once it is small enough, valid or not', () => {
    const checks = checksWith('--token-limit', '10');
    expect(checks.read(schema, '{ b }')).not.toBeNull();
    expect(checks.read(schema, '{ b')).toBeNull();
    expect(checks.read(schema, '{ a a a a a a a a a }')).toBeNull();
    expect(() => checks.parse('{ a a a a a a a a a }')).toThrow('11 tokens; at most 10 are taken');
  });

  it('is valid for a schema or not', () => {
    const checks = checksWith();
    const document = checks.parse('{ a }');
    expect(checks.isValid(schema, '{ a }', document)).toBe(true);
    expect(checks.isValid(other, '{ a }', document)).toBe(false);
    expect(checks.find(schema, '{ a }')).toBe(document);
  });
});
