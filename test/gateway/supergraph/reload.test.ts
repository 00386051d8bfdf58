import { readFile, rename, writeFile } from 'node:fs/promises';
import { federation2, startFederation, type TestFederation } from '../../helpers/federation';
import { startTestGateway, type TestGateway } from '../../helpers/startTestGateway';

/** Two versions of one department: the second has a field more. */
const first = `${federation2} type Query { word: String, slow: String }`;
const second = `${federation2} type Query { word: String, slow: String, more: String }`;
const Query = {
  word: () => 'chữ',
  slow: () => new Promise((resolve) => setTimeout(() => resolve('muộn'), 400)),
};

let old: TestFederation;
let changed: TestFederation;

beforeAll(async () => {
  old = await startFederation({ words: { sdl: first, resolvers: { Query } } });
  changed = await startFederation({
    words: { sdl: second, resolvers: { Query: { ...Query, more: () => 'thêm' } } },
  });
});
afterAll(async () => {
  await old.close();
  await changed.close();
});

describe.each(['own', 'apollo'])('a supergraph file that changes, engine %s', (engine) => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await startTestGateway(old.supergraphSdl, { flags: ['--engine', engine] });
  });
  afterEach(() => gateway.close());

  const knowsMore = async () => (await gateway.ask('{ more }')).data !== undefined;

  it('is taken over when it is good', async () => {
    expect(await knowsMore()).toBe(false);
    await writeFile(gateway.supergraphPath, changed.supergraphSdl);
    await gateway.gateway.reload();
    expect((await gateway.ask('{ more word }')).data).toEqual({ more: 'thêm', word: 'chữ' });
  });

  it.each([
    ['no GraphQL', 'type Query {'],
    ['no supergraph', 'type Query { word: String }'],
    ['empty', ''],
    ['a subgraph without an address', 'no url'],
  ])('is refused with its reasons when it is %s, and the old one stays', async (_name, text) => {
    const broken = text === 'no url' ? old.supergraphSdl.replace(/url: "http[^"]*"\)/, 'url: "")') : text;
    await writeFile(gateway.supergraphPath, broken);
    await gateway.gateway.reload();
    expect((await gateway.ask('{ word }')).data).toEqual({ word: 'chữ' });
    expect(gateway.logged).toContainEqual(
      expect.objectContaining({
        msg: expect.stringContaining('the changed supergraph is refused'),
        reasons: [expect.stringMatching(/./)],
      }),
    );
    expect((await gateway.fetch('/ready')).status).toBe(200);
  });

  it('ends requests in flight on the supergraph that they began with', async () => {
    const inFlight = gateway.ask('{ slow word }');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await writeFile(gateway.supergraphPath, changed.supergraphSdl);
    await gateway.gateway.reload();
    expect(await knowsMore()).toBe(true);
    expect(await inFlight).toEqual({ data: { slow: 'muộn', word: 'chữ' } });
  });

  it('loses no request while it changes again and again', async () => {
    let isOver = false;
    const answers: unknown[] = [];
    const asking = Array.from({ length: 4 }, async () => {
      while (!isOver) answers.push((await gateway.ask('{ word }')).data);
    });
    for (let round = 0; round < 10; round += 1) {
      await writeFile(gateway.supergraphPath, (round % 2 === 0 ? changed : old).supergraphSdl);
      await gateway.gateway.reload();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    isOver = true;
    await Promise.all(asking);
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.every((data) => JSON.stringify(data) === '{"word":"chữ"}')).toBe(true);
  });
});

describe('a watched supergraph file', () => {
  it('is taken over by itself, also when it is replaced by another file', async () => {
    const gateway = await startTestGateway(old.supergraphSdl, { flags: ['--watch', 'on'] });
    const until = async (field: string, known: boolean) => {
      while (((await gateway.ask(`{ ${field} }`)).data !== undefined) !== known)
        await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await writeFile(gateway.supergraphPath, changed.supergraphSdl);
    await until('more', true);
    await writeFile(`${gateway.supergraphPath}.new`, old.supergraphSdl);
    await rename(`${gateway.supergraphPath}.new`, gateway.supergraphPath);
    await until('more', false);
    expect(await readFile(gateway.supergraphPath, 'utf8')).toBe(old.supergraphSdl);
    await gateway.close();
  });
});
