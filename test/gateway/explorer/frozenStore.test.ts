import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrozenContent } from '../../../gateway/src/explorer/FrozenAnswer';
import { FrozenStore } from '../../../gateway/src/explorer/FrozenStore';
import { type Execute, freezeAnswer } from '../../../gateway/src/explorer/freezeAnswer';
import { hashContent } from '../../../gateway/src/explorer/hashContent';
import { readFreezeRequest } from '../../../gateway/src/explorer/readFreezeRequest';

const content: FrozenContent = {
  query: '{ a }',
  pages: [{ variables: {}, data: { a: 1 } }],
  dataVersions: { ict: 'v1', finance: null, planning: 'v2' },
};

describe('answers that are kept', () => {
  let folder: string;
  const limits = { answerBytes: 10_000, totalBytes: 20_000 };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lien-thong-frozen-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('come back under the hash of their content, whatever the order of keys', async () => {
    const store = new FrozenStore(folder, limits);
    const hash = await store.keep(content);
    expect(hash).toBe(
      hashContent({ dataVersions: content.dataVersions, pages: content.pages, query: '{ a }' }),
    );
    expect(await store.read(hash)).toMatchObject({ ...content, hash });
  });

  it('are kept once: the second time gives the first one, with its date', async () => {
    const store = new FrozenStore(folder, limits);
    const hash = await store.keep(content);
    const first = await store.read(hash);
    await store.keep(content);
    expect(await store.read(hash)).toEqual(first);
    const files = await readdir(folder, { recursive: true });
    expect(files.filter((name) => name.endsWith('.json'))).toHaveLength(1);
  });

  it('are refused to a reader when their file was changed', async () => {
    const store = new FrozenStore(folder, limits);
    const hash = await store.keep(content);
    const path = join(folder, hash.slice(0, 2), `${hash}.json`);
    await writeFile(path, (await readFile(path, 'utf8')).replace('"a":1', '"a":2'));
    await expect(store.read(hash)).rejects.toThrow(`The kept answer ${hash} is damaged.`);
  });

  it('are looked up by a hash alone, never by a path', async () => {
    const store = new FrozenStore(folder, limits);
    expect(await store.read('../../etc/passwd')).toBeNull();
    expect(await store.read('0'.repeat(64))).toBeNull();
  });

  it('are bounded, each and together', async () => {
    const one = new FrozenStore(folder, { answerBytes: 100, totalBytes: 20_000 });
    await expect(one.keep(content)).rejects.toThrow('at most 100 are kept. Ask for fewer rows.');
    const all = new FrozenStore(folder, { answerBytes: 10_000, totalBytes: 300 });
    await all.keep(content);
    await expect(all.keep({ ...content, query: '{ b }' })).rejects.toMatchObject({
      extensions: { code: 'ARCHIVE_FULL' },
    });
  });
});

describe('what is kept', () => {
  const versions = (finance: string) => ({ data: { finance: { dataVersion: finance } } });
  const executeWith = (answers: readonly string[]): Execute => {
    const left = [...answers];
    return async ({ query }) =>
      query.includes('DataVersions') ? versions(left.shift() ?? '') : { data: { rows: 1 } };
  };
  const request = { query: '{ rows }', pages: [{}, { after: 'x' }] };

  it("is the gateway's own answer to each page, with the version of the data", async () => {
    const kept = await freezeAnswer(executeWith(['v1', 'v1']), request);
    expect(kept.pages).toEqual([
      { variables: {}, data: { rows: 1 } },
      { variables: { after: 'x' }, data: { rows: 1 } },
    ]);
    expect(kept.dataVersions).toEqual({ ict: null, finance: 'v1', planning: null });
    expect(kept.changedWhileRead).toBeUndefined();
  });

  it('is read again when the data changes meanwhile, and marked when it changes again', async () => {
    expect((await freezeAnswer(executeWith(['v1', 'v2', 'v2']), request)).changedWhileRead).toBeUndefined();
    expect((await freezeAnswer(executeWith(['v1', 'v2', 'v3']), request)).changedWhileRead).toBe(true);
  });
});

describe('a request to keep an answer', () => {
  it.each([
    [null, 'The body is a JSON object with "query" and "pages".'],
    [{ query: '', pages: [{}] }, '"query" is a GraphQL query.'],
    [
      { query: '{ a }', pages: [] },
      '"pages" is a list with the variables of each page: [{}] for a query without any.',
    ],
    [{ query: '{ a }', pages: [{}], question: '../x' }, '"question" is the slug of a saved question.'],
    [{ query: 'mutation { a }', pages: [{}] }, 'Only queries are kept; this is a mutation.'],
    [{ query: '{ a }', pages: Array(101).fill({}) }, 'At most 100 pages are kept as one answer.'],
    [{ query: '{ a', pages: [{}] }, 'Syntax Error: Expected Name, found <EOF>.'],
  ])('is refused with a sentence: %j', (body, sentence) => {
    expect(() => readFreezeRequest(body)).toThrow(sentence);
  });
});
